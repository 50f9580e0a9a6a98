/* Marks of what is new, beside a place in the bar on the left: a number, and for those who listen a sentence. */
const MOST = 99;

async function ask(mark: HTMLElement, address: string): Promise<void> {
  const reply = await fetch(address, { headers: { Accept: "application/json" } });
  if (!reply.ok) return;
  const { count, what } = (await reply.json()) as { count: number; what: string };
  if (!count) return;
  const number = document.createElement("span");
  number.ariaHidden = "true";
  number.textContent = count > MOST ? `${MOST}+` : String(count);
  const sentence = document.createElement("span");
  sentence.className = "visually-hidden";
  sentence.textContent = what;
  mark.replaceChildren(number, sentence);
  mark.title = what;
  mark.hidden = false;
}

export function startNew(): void {
  for (const mark of document.querySelectorAll<HTMLElement>("[data-new]")) {
    // A mark is a help: a page that cannot be told what is new is whole without it.
    void ask(mark, mark.dataset["new"] ?? "").catch(() => undefined);
  }
}
