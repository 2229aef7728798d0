"use strict";
// On top of pages that work without it: suggestions, reactions, keys.
const said = document.getElementById("status");
const heard = document.getElementById("heard");
const say = (text) => { // in a line of its own each time: it fades once, for good
  const line = document.createElement("span");
  line.textContent = text;
  said.replaceChildren(line);
};

// Suggestions: an ARIA combobox; the focus stays in the field.
const box = document.getElementById("q");
const suggest = () => {
  const list = document.createElement("ul");
  let chosen = -1, asking = null, timer = 0;
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id],
    ["aria-autocomplete", "list"]]) box.setAttribute(name, value);

  const hide = () => {
    list.hidden = true;
    chosen = -1;
    heard.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const close = () => { // and let no late answer open it
    clearTimeout(timer);
    asking?.abort();
    hide();
  };
  const choose = (at) => {
    const options = [...list.children];
    chosen = at < -1 ? options.length - 1 : at === options.length ? -1 : at;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    if (chosen < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (text) => { box.value = text; close(); box.form.requestSubmit(); };
  const show = (texts) => {
    list.replaceChildren(...texts.map((text, n) => {
      const option = document.createElement("li");
      option.id = `suggestion-${n}`;
      option.textContent = text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(text));
      return option;
    }));
    hide();
    if (!texts.length) return;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    heard.textContent = texts.length === 1 ? "1 suggestion" : `${texts.length} suggestions`;
  };
  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(box.value)}`, { signal: mine.signal });
      const texts = answer.ok ? await answer.json() : [];
      if (!mine.signal.aborted) show(texts);
    } catch {
      if (!mine.signal.aborted) hide();
    }
  };
  box.addEventListener("input", () => {
    if (box.value.trim().length < 2) return close();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    const shown = !list.hidden;
    if (event.key === "Escape") close(); // what is asked for just now too
    if (!shown || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen].textContent);
    else if (event.key !== "Escape") return;
    event.preventDefault();
  });
};
if (box) suggest(); // who may not see papers is not offered a search

// Reactions: the same form, sent without leaving the page. A button says "save" and its paper, or "undo" and both.
const verbOf = (button) => (button.name === "undo" ? button.value.split(" ")[0] : button.name);
for (const button of document.querySelectorAll(".acts button")) {
  const verb = verbOf(button), title = button.closest("article")?.querySelector("[id]");
  if (title) button.setAttribute("aria-labelledby", `${verb} ${title.id}`);
  if (!button.ariaPressed) button.ariaPressed = "false";
  button.title = document.getElementById(verb).textContent;
}
const pressedAt = new WeakMap();
document.addEventListener("submit", async (event) => {
  const form = event.target, pressed = event.submitter;
  if (form.method === "post" && pressed) { // a double click is one press
    if (event.timeStamp - pressedAt.get(pressed) < 800) return event.preventDefault();
    pressedAt.set(pressed, event.timeStamp);
  }
  if (!pressed?.matches(".acts button")) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  fields.set(pressed.name, pressed.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    for (const button of pressed.parentElement.children) {
      const verb = verbOf(button), paper = button.value.split(" ").pop();
      const on = told.on ? told.on.includes(verb) : button.ariaPressed === "true"; // a refusal changes nothing
      button.ariaPressed = String(on);
      button.name = on ? "undo" : verb;
      button.value = on ? `${verb} ${paper}` : paper;
    }
    say(told.text);
  } catch {
    say("That did not get through. Try again.");
  }
});
// What the back button brings back has the marks of then, maybe of somebody who has signed out since.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".acts")) location.reload();
});

// Abstracts that a long list left out are fetched when unfolded; where that fails, the link to the paper stays.
for (const line of document.querySelectorAll(".more")) {
  const [details, summary, link] = ["details", "summary", "a"].map((name) => document.createElement(name));
  summary.textContent = line.textContent;
  link.href = line.parentElement.querySelector("a").href;
  link.textContent = "Abstract";
  details.append(summary, link);
  line.replaceWith(details);
}
document.addEventListener("toggle", async (event) => {
  const link = event.target.open && event.target.querySelector(":scope > a");
  if (!link) return;
  try {
    const answer = await fetch(link.pathname.replace("/paper/", "/abstract/"));
    if (!answer.ok) return;
    const abstract = document.createElement("p");
    abstract.textContent = await answer.text();
    link.replaceWith(abstract);
  } catch { }
}, true);

document.getElementById("keys-form").hidden = false;
// Keys: only outside of fields, and not where they are switched off (WCAG 2.1.4).
const papers = [...document.querySelectorAll("article")];
const current = () => papers.findIndex((each) => each.contains(document.activeElement));
const go = (at) => papers[Math.max(0, Math.min(at, papers.length - 1))]?.querySelector("a")?.focus();
const press = (signal) => papers[current()]?.querySelector(`button[aria-labelledby^="${signal} "]`)?.click();
const unfold = () => {
  const details = papers[current()]?.querySelector("details");
  if (details) details.open = !details.open;
};
const keys = {
  j: () => go(current() + 1),
  k: () => go(Math.max(0, current() - 1)),
  o: unfold,
  l: () => press("like"),
  d: () => press("dislike"),
  s: () => press("save"),
  "/": () => box?.focus(),
  "?": () => document.getElementById("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Mail comes in the morning of whoever asks: the browser knows its time zone.
for (const field of document.querySelectorAll('.by-mail input[name="zone"]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}
