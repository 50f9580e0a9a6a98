/*
 * What others change appears without a reload: main[data-live=address] hears of changes (server-sent events), then asks for
 * its own page anew and takes over what differs. A form that somebody is writing in stays as it is, with all that is in it.
 */
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";
import { notice } from "./notices";

const GATHER_MS = 300; // what comes together is shown together
const LEAST_MS = 3000; // between two looks at the page
const AGAIN_MS = 30000; // after the server refused to tell
const MARKED_MS = 4000;
const PLACES = "tr, li, dd, p, form, .card, .alert, section";

interface Change {
  newest: string;
  what: string;
}

const typed = (control: Element): boolean =>
  control instanceof HTMLInputElement
    ? control.type === "checkbox" || control.type === "radio"
      ? control.checked !== control.defaultChecked
      : control.type !== "hidden" && control.value !== control.defaultValue
    : control instanceof HTMLTextAreaElement
      ? control.value !== control.defaultValue
      : control instanceof HTMLSelectElement
        ? [...control.options].some((option) => option.selected !== option.defaultSelected) &&
          !(control.selectedIndex === 0 && !control.querySelector("option[selected]"))
        : false;

/** Whether somebody is at work in a form: something in it is other than it came, or a field of it has the focus. */
function inUse(form: HTMLFormElement): boolean {
  const focus = document.activeElement;
  const writes = focus !== null && form.contains(focus) && focus.matches("input:not([type=submit]), textarea, select");
  return writes || form.hasAttribute("data-busy") || [...form.elements].some(typed);
}

const holdsWork = (element: Element): boolean =>
  (element instanceof HTMLFormElement && inUse(element)) || [...element.querySelectorAll("form")].some(inUse);

/** The page as it comes now; null where it is no longer there for the reader, or is another one. */
async function ask(): Promise<HTMLElement | null> {
  const reply = await fetch(location.href, { headers: { Accept: "text/html", "Entente-Refresh": "1" }, cache: "no-store" });
  const same = reply.ok && new URL(reply.url).pathname === location.pathname;
  return same ? new DOMParser().parseFromString(await reply.text(), "text/html").querySelector<HTMLElement>("main") : null;
}

const chartData = (element: Element): string =>
  element.getAttribute("data-chart") || element.querySelector("script[type='application/json']")?.textContent || "";

class Live {
  #main: HTMLElement;
  #address: URL;
  #shown: string; // the page as the server last gave it
  #source: EventSource | null = null;
  #what = "";
  #due = 0;
  #last = 0;

  constructor(main: HTMLElement, address: string) {
    this.#main = main;
    this.#address = new URL(address, location.href);
    this.#shown = main.innerHTML;
  }

  /** Hears while the page is seen: a browser keeps few connections open. */
  listen(): void {
    if (document.visibilityState !== "visible") {
      this.#source?.close();
      this.#source = null;
      return;
    }
    if (this.#source) return;
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener("change", (event) => this.#heard(JSON.parse((event as MessageEvent<string>).data) as Change));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
      this.#source = null;
      setTimeout(() => this.listen(), AGAIN_MS);
    });
  }

  #heard(change: Change): void {
    this.#address.searchParams.set("since", change.newest);
    this.#what = change.what || this.#what;
    if (this.#due) return;
    this.#due = window.setTimeout(() => void this.#look().catch(() => undefined), Math.max(GATHER_MS, this.#last + LEAST_MS - Date.now()));
  }

  async #look(): Promise<void> {
    this.#last = Date.now();
    this.#due = 0;
    const what = this.#what;
    this.#what = "";
    const fresh = await ask();
    if (!fresh) return;
    if (fresh.innerHTML === this.#shown) return;
    this.#shown = fresh.innerHTML;
    const kept = this.#take(fresh);
    if (what) notice(kept ? `${what}. ${this.#main.dataset["kept"] ?? ""}` : what);
  }

  /** Takes over what differs, and marks it; says whether a form in use was left as it is. */
  #take(fresh: HTMLElement): boolean {
    const changed = new Set<Element>(), redrawn: [Element, Element][] = [];
    let kept = false;
    const mark = (node: Node | null) => {
      const place = (node instanceof Element ? node : node?.parentElement)?.closest(PLACES);
      if (place && this.#main.contains(place)) changed.add(place);
    };
    const stay = () => {
      kept = true;
      return false;
    };
    // What the reader was told of their own deed stays.
    const told = this.#main.querySelector("#page-notice");
    if (told && told.previousElementSibling && fresh.firstElementChild) fresh.firstElementChild.after(told.cloneNode(true));
    else if (told) fresh.prepend(told.cloneNode(true));
    Idiomorph.morph(this.#main, fresh.innerHTML, {
      morphStyle: "innerHTML",
      callbacks: {
        beforeNodeMorphed: (old: Node, next: Node) => {
          if (old instanceof HTMLFormElement && inUse(old)) return stay();
          if (old instanceof HTMLTimeElement && next instanceof HTMLTimeElement && old.dateTime === next.dateTime) return false;
          if (old instanceof Element && next instanceof Element && old.matches("[data-chart]")) {
            if (chartData(old) !== chartData(next)) redrawn.push([old, next.cloneNode(true) as Element]);
            return false;
          }
          if (old instanceof Text && old.nodeValue?.trim() !== next.nodeValue?.trim()) mark(old);
          return true;
        },
        afterNodeAdded: mark,
        beforeNodeRemoved: (old: Node) => {
          return old instanceof Element && holdsWork(old) ? stay() : true;
        },
        // What the reader has opened stays open.
        beforeAttributeUpdated: (name: string, element: Element) => name !== "open" || !element.matches("details, dialog"),
      },
    });
    for (const [old, next] of redrawn) {
      old.replaceWith(next);
      mark(next);
    }
    htmx.process(this.#main);
    htmx.trigger(this.#main, "htmx:load");
    const marked = [...changed].filter((element) => ![...changed].some((other) => other !== element && element.contains(other)));
    for (const element of marked) element.classList.add("live-changed");
    setTimeout(() => marked.forEach((element) => element.classList.remove("live-changed")), MARKED_MS);
    return kept;
  }
}

export function startLive(): void {
  const main = document.querySelector<HTMLElement>("main[data-live]");
  const address = main?.dataset["live"];
  if (!main || !address || !("EventSource" in window)) return;
  const live = new Live(main, address);
  document.addEventListener("visibilitychange", () => live.listen());
  window.addEventListener("pageshow", () => live.listen());
  live.listen();
}
