// Comfort while writing: shows how a text will look, keeps a draft after a keystroke, saves on leaving a field.
// Everything works without it: the form's own button saves.

const PAUSE = 700;

class Editor {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.preview = form.querySelector(".preview");
    this.told = form.querySelector("[data-told]");
    this.saved = this.field.value;
    this.kept = this.field.value;
    this.waiting = null;
    this.line = Promise.resolve();
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("blur", () => this.left());
    form.addEventListener("submit", () => this.sent());
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.queue(() => this.keep()), PAUSE);
  }

  left() {
    clearTimeout(this.waiting);
    if (this.field.value !== this.saved && !this.leaving) this.queue(() => this.save());
  }

  sent() {
    clearTimeout(this.waiting);
    this.leaving = true;
  }

  // One request after the other: an older text never overwrites a newer one.
  queue(step) {
    this.line = this.line.then(() => (this.leaving ? null : step())).catch(() => this.tell(this.form.dataset.lost));
  }

  async keep() {
    const text = this.field.value;
    if (text === this.kept) return;
    const answer = await this.post(this.form.dataset.draft, "text/html");
    if (!answer.ok) throw new Error(answer.status);
    this.kept = text;
    this.preview.innerHTML = await answer.text(); // cleaned by the server
    this.tell(this.form.dataset.kept);
  }

  async save() {
    const text = this.field.value;
    if (text === this.saved) return;
    const answer = await this.post(this.form.action, "application/json");
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(answer.status);
    const words = await answer.json();
    if (answer.ok) this.goOn(text, words);
    this.tell(words.told);
  }

  // If others' changes were merged in and more has been typed meanwhile, the next save merges again.
  goOn(text, words) {
    const untouched = this.field.value === text;
    if (untouched) this.field.value = words.markdown;
    if (untouched || words.markdown === text) this.form.elements.based_on.value = words.number;
    this.saved = this.kept = words.markdown;
    this.preview.innerHTML = words.html; // cleaned by the server
  }

  post(address, accept) {
    const body = new FormData(this.form);
    body.delete("form_key");
    return fetch(address, { method: "POST", body, headers: { Accept: accept }, credentials: "same-origin", keepalive: this.field.value.length < 20000 });
  }

  tell(words) {
    this.told.textContent = words;
  }
}

const editors = [...document.querySelectorAll("form[data-draft]")].map((form) => new Editor(form));

addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") editors.filter((editor) => editor.field.value !== editor.kept && !editor.leaving).forEach((editor) => editor.queue(() => editor.keep()));
});
