// A box that is pointed at or in focus lights up the lines to what it uses and to what uses it.
for (const graph of document.querySelectorAll("svg.graph[role=group]")) {
  const light = (event, on) => {
    const box = event.target.closest("a");
    if (!box) return;
    const id = CSS.escape(box.dataset.id);
    for (const line of graph.querySelectorAll(`[data-from="${id}"], [data-to~="${id}"]`)) line.classList.toggle("lit", on);
  };
  for (const name of ["pointerover", "focusin"]) graph.addEventListener(name, (event) => light(event, true));
  for (const name of ["pointerout", "focusout"]) graph.addEventListener(name, (event) => light(event, false));
}
