// Comfort while minutes are written: shows how a text will look, keeps a draft on the server after a keystroke,
// saves on leaving the form, and holds in this window what has not arrived yet. The form works without it.

const PAUSE = 700;
const AGAIN = 5000;
const form = document.getElementById("writing");
const { markdown: field, based_on: basedOn } = form.elements;
const lines = [...form.elements].filter((each) => each.name && each !== field && !["hidden", "submit"].includes(each.type));
const empty = lines.map((each) => each.defaultValue ?? each.querySelector("option")?.value);
const [preview, told, ended] = [".preview", "[data-told]", "[data-ended]"].map((each) => form.querySelector(each));
const place = `writing:${form.dataset.key}`;
const discard = document.querySelector('form[action$="/discard-draft"]');
const refused = form.querySelector(".error");
const shown = discard && !refused ? field.value : null; // a draft: kept, but not saved
let saved = discard || refused ? null : field.value;
let kept = refused ? null : field.value;
let waiting = null;
let leaving = false;
let queued = Promise.resolve();

const hasLines = () => lines.some((each, at) => each.value !== empty[at]);
const tell = (words) => (told.textContent = words);

// Another person at the same machine finds nothing of what was typed before.
function tidy() {
  const [person] = form.dataset.key.split(":");
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("writing:") && !key.startsWith(`writing:${person}:`)) sessionStorage.removeItem(key);
  const arrived = new URLSearchParams(location.search).get("saved");
  if (arrived) sessionStorage.removeItem(`writing:${person}:${arrived}`);
}

function remember(withText = true) {
  const typed = Object.fromEntries(lines.filter((each, at) => each.value !== empty[at]).map((each) => [each.name, each.value]));
  if (withText) Object.assign(typed, { markdown: field.value, based_on: basedOn.value });
  if (Object.keys(typed).length) sessionStorage.setItem(place, JSON.stringify(typed));
  else sessionStorage.removeItem(place);
}

function restore() {
  const typed = JSON.parse(sessionStorage.getItem(place) ?? "{}");
  const lost = Object.keys(typed).filter((name) => name !== "based_on" && form.elements[name] && form.elements[name].value !== typed[name]);
  if (!lost.length) return;
  if (lost.includes("markdown")) basedOn.value = typed.based_on;
  for (const name of lost) form.elements[name].value = typed[name];
  form.querySelectorAll("details").forEach((each) => (each.open ||= lost.some((name) => each.contains(form.elements[name]))));
  wrote();
  tell(form.dataset.restored);
}

function wrote() {
  remember(field.value !== kept);
  later(PAUSE);
}

function later(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(() => queue(keep), pause);
}

// One request after the other: an older text never overwrites a newer one.
function queue(step) {
  queued = queued.then(() => (leaving ? null : step())).catch(missed);
}

function missed(reason) {
  remember();
  ended.hidden = !["400", "401"].includes(reason.message);
  if (ended.hidden) later(AGAIN);
  tell(ended.hidden ? form.dataset.lost : form.dataset.over);
}

async function keep() {
  const text = field.value;
  if (text === kept) return;
  const answer = await post(form.dataset.draft, "text/html");
  if (answer.status === 409) return tell((await answer.json()).told);
  if (!answer.ok) throw new Error(answer.status);
  ended.hidden = true;
  kept = text;
  preview.innerHTML = await answer.text(); // cleaned by the server
  remember(field.value !== kept);
  tell(form.dataset.kept);
}

async function save() {
  const text = field.value;
  if (text === saved) return;
  const answer = await post(form.action, "application/json");
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(answer.status);
  const words = await answer.json();
  if (answer.ok) goOn(text, words);
  tell(words.told);
}

// If others' changes were merged in and more has been typed meanwhile, the next save merges again.
function goOn(text, words) {
  const untouched = field.value === text;
  if (untouched) field.value = words.markdown;
  if (untouched || words.markdown === text) basedOn.value = words.number;
  saved = kept = words.markdown;
  preview.innerHTML = words.html; // cleaned by the server
  remember(field.value !== kept);
  if (field.value === saved) nothingWaits();
}

function nothingWaits() {
  discard?.closest(".notice").remove();
  document.querySelector(".desk-agenda [aria-current] small").textContent = form.dataset.written;
}

function post(address, accept) {
  const body = new FormData();
  for (const name of ["csrf_token", "markdown", "based_on", "window", "draft_seen"]) body.append(name, form.elements[name].value);
  return fetch(address, { method: "POST", body, headers: { Accept: accept }, credentials: "same-origin", keepalive: field.value.length < 20000 });
}

function pressed(event) {
  const item = document.querySelector(".desk-agenda [aria-current]").closest("li");
  const to = { PageDown: item.nextElementSibling, PageUp: item.previousElementSibling }[event.key];
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) hasLines() ? form.requestSubmit() : queue(save);
  else if (event.altKey && to) to.querySelector("a").click();
  else return;
  event.preventDefault();
}

tidy();
form.addEventListener("input", wrote);
form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || [saved, shown].includes(field.value) || leaving || queue(save));
form.addEventListener("submit", () => {
  remember();
  clearTimeout(waiting);
  leaving = true;
});
discard?.addEventListener("submit", () => sessionStorage.removeItem(place));
document.addEventListener("keydown", pressed);
addEventListener("online", () => later(0));
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && field.value !== kept && queue(keep));
restore();
