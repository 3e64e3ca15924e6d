// Comfort only: long work goes on by itself as long as the page is open; the button does the same without it.
const form = document.querySelector("form[data-continue]");
if (form) setTimeout(() => form.requestSubmit(), 800);
