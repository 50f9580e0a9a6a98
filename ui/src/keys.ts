/* The keyboard: / searches, g and a letter go somewhere, ? shows the help, Escape closes what is open. */
import { isNavOpen, setNavOpen } from "./navigation";

const PLACES: Record<string, string> = { h: "/", a: "/alliances", p: "/portfolio" };
const SEQUENCE_MS = 1200;

let prefixAt = -Infinity;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Where "g" and this letter lead: a link may claim a letter by data-key="g x". */
function place(letter: string): string | undefined {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-key="g ${CSS.escape(letter)}"]`);
  return link?.href ?? PLACES[letter];
}

function showKeys(): void {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>("#search, input[type=search]");
  box?.focus();
  box?.select();
  return box !== null;
}

function escape(event: KeyboardEvent): void {
  if (isNavOpen()) {
    setNavOpen(false);
  } else if (event.target instanceof HTMLInputElement && event.target.type === "search" && event.target.value === "") {
    event.target.blur();
  } else {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return escape(event);
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const inSequence = event.timeStamp - prefixAt < SEQUENCE_MS;
  prefixAt = -Infinity;
  if (inSequence) {
    const href = place(event.key);
    if (href) location.assign(href);
  } else if (event.key === "g") {
    prefixAt = event.timeStamp;
  } else if (event.key === "?") {
    showKeys();
  } else if (event.key === "/" && focusSearch()) {
    event.preventDefault();
  }
}

export function startKeys(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-keys-open]")) showKeys();
    if (target.closest("[data-dialog-close]") || target instanceof HTMLDialogElement) target.closest("dialog")?.close();
    // A menu made of <details data-menu> closes when one clicks elsewhere.
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });
}
