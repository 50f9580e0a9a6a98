/* The bar on the left as a drawer on narrow screens, and table rows that lead somewhere. */
const toggles = () => document.querySelectorAll<HTMLElement>("[data-nav-toggle]");

export function isNavOpen(): boolean {
  return document.getElementById("nav")?.classList.contains("is-open") ?? false;
}

export function setNavOpen(open: boolean): void {
  const nav = document.getElementById("nav");
  if (!nav || nav.classList.contains("is-open") === open) return;
  nav.classList.toggle("is-open", open);
  for (const toggle of toggles()) toggle.setAttribute("aria-expanded", String(open));
  if (open) nav.querySelector<HTMLElement>("a[href], button")?.focus();
  else if (nav.contains(document.activeElement)) toggles()[0]?.focus();
}

function followRow(event: MouseEvent): void {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>("tr[data-href]");
  const href = row?.dataset["href"];
  if (!href || event.defaultPrevented || event.button > 1) return;
  if (target.closest("a, button, input, select, textarea, label, summary")) return;
  if (getSelection()?.toString()) return;
  if (event.ctrlKey || event.metaKey || event.button === 1) window.open(href, "_blank", "noopener");
  else location.assign(href);
}

export function startNavigation(): void {
  for (const toggle of toggles()) {
    toggle.setAttribute("aria-controls", "nav");
    toggle.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-nav-toggle]")) setNavOpen(!isNavOpen());
    else if (isNavOpen() && !target.closest("#nav")) setNavOpen(false);
  });
  document.addEventListener("click", followRow);
  document.addEventListener("auxclick", followRow);
}
