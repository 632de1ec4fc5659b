"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const statements = all("article.statement");
  const status = one("#filter-status");

  /* What is folded away stands as text in a noscript: it is put in place where it is wanted, else in idle moments */
  const away = new Set(all("noscript"));
  const place = (keeper) => {
    const part = keeper.parentElement;
    away.delete(keeper);
    keeper.outerHTML = keeper.textContent;
    copyable(part);
    if (!away.size) performance.mark("whole");
  };
  const placeAll = () => away.forEach(place);
  const later = window.requestIdleCallback || ((then) => setTimeout(then, 20, { timeRemaining: () => 0 }));
  const placeSome = (idle) => {
    for (const keeper of away) {
      place(keeper);
      if (idle.timeRemaining() < 5) break;
    }
    if (away.size) later(placeSome);
  };
  addEventListener("load", () => later(placeSome));
  addEventListener("beforeprint", placeAll);
  document.addEventListener("toggle", (event) => all(":scope > noscript", event.target).forEach(place), true);

  /* Find: by words, which must all occur, by verdict and by paper */
  const search = one("#filter");
  const texts = new Map();
  const text = (article) => {
    if (!texts.has(article)) texts.set(article, article.textContent.toLowerCase());
    return texts.get(article);
  };
  const filter = () => {
    const words = one("[name=text]", search).value.toLowerCase().split(/\s+/).filter(Boolean);
    const [verdict, paper] = ["verdict", "paper"].map((name) => one(`[name=${name}]`, search).value);
    let shown = 0;
    placeAll();
    for (const article of statements) {
      const listed = (!verdict || article.dataset.verdict === verdict) && article.id.startsWith(paper && `${paper}.`);
      const fits = listed && words.every((w) => text(article).includes(w));
      article.hidden = !fits;
      shown += fits;
    }
    for (const section of all("main > section")) {
      const own = all("article.statement", section);
      section.classList.toggle("without", own.length > 0 && own.every((article) => article.hidden));
    }
    status.textContent = words.length || verdict || paper ? `${shown} of ${statements.length} statements` : "";
  };
  let waiting;
  search.hidden = false;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });

  /* Fold and unfold what is shown */
  for (const button of all("[data-fold]")) {
    button.addEventListener("click", () => {
      const open = button.dataset.fold === "open";
      placeAll();
      for (const article of statements) {
        if (!article.hidden) for (const part of all("details", article)) part.open = open;
      }
    });
  }

  /* A link leads to what may be folded away or filtered out */
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const keeper = [...away].find((each) => each.textContent.includes(` id="${id}"`));
    if (keeper) {
      place(keeper);
      location.replace(location.hash); // only now is there something that :target can be
    }
    const target = document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
      at.hidden = false;
      at.classList.remove("without");
      at.style.contentVisibility = "visible"; // its true height, before the page is scrolled by it
    }
    if (target.tagName === "ARTICLE") one("details", target).open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  /* Copy the lines that check a witness */
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "said";
  document.body.append(said);
  const copied = async (button, code) => {
    let message = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      message = document.execCommand("copy") ? "Copied" : "Selected: copy it with your keyboard";
    }
    button.textContent = said.textContent = message;
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  };
  const copyable = (part) => {
    for (const code of all("pre > code", part)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.className = "copy";
      button.addEventListener("click", () => copied(button, code));
      code.parentElement.before(button);
    }
  };
  copyable(document);

  /* What leads to the same place lights up together: in the graph, in lists, and the place itself */
  const lit = (event, on) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    const href = link.getAttribute("href");
    const place = document.getElementById(decodeURIComponent(href.slice(1)));
    for (const each of [...all(`a[href="${href.replace(/["\\]/g, "\\$&")}"]`), place]) {
      if (each) each.classList.toggle("lit", on);
    }
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => lit(event, on));
  }

  if (location.hash) reveal();
})();
