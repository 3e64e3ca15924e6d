// Comfort only: items are dragged to their place; the buttons do the same without it.
for (const list of document.querySelectorAll("[data-reorder]")) {
  let dragged = null;
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const middle = item.getBoundingClientRect();
      const after = event.clientY > middle.top + middle.height / 2;
      list.insertBefore(dragged, after ? item.nextSibling : item);
    });
    item.addEventListener("dragend", () => {
      const moved = dragged;
      dragged = null;
      if (moved) send(moved, [...list.children].indexOf(moved) + 1);
    });
  }
}

async function send(item, place) {
  const token = item.querySelector("input[name=csrf_token]");
  if (!token) return;
  const body = new URLSearchParams({ csrf_token: token.value, to: String(place) });
  await fetch(item.dataset.move, { method: "POST", body, credentials: "same-origin" });
  location.reload();
}
