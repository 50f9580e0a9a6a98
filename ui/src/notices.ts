/* Short messages in the live region #notices, which screen readers speak. */
const STAY_MS = 6000;

/** Shows a message for a while; it goes when it is clicked or its time is over. */
export function notice(text: string): void {
  const region = document.getElementById("notices");
  if (!region) return;
  const element = document.createElement("div");
  element.className = "notice";
  element.textContent = text;
  region.append(element);
  const remove = () => element.remove();
  element.addEventListener("click", remove);
  setTimeout(remove, STAY_MS);
}

export function startNotices(): void {
  // A server may send one with any htmx reply, too: HX-Trigger: {"notice": "…"} arrives here with its text as value.
  window.addEventListener("notice", (event) => {
    const detail = (event as CustomEvent<string | { value?: string }>).detail;
    const text = typeof detail === "string" ? detail : detail.value;
    if (text) notice(text);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-dismiss]");
    button?.closest(".alert, .toast, .notice, [data-dismissible]")?.remove();
  });
}
