/* Forms: unsaved changes are guarded, nothing is sent twice, filters apply themselves. */
const dirty = new Set<HTMLFormElement>();

function onChange(event: Event): void {
  const form = (event.target as Element).closest("form");
  if (!form) return;
  if (form.matches("[data-guard]")) dirty.add(form);
  if (event.type === "change" && form.matches("[data-auto]")) form.requestSubmit();
}

function setBusy(form: HTMLFormElement, busy: boolean, submitter?: HTMLElement | null): void {
  form.toggleAttribute("data-busy", busy);
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll<HTMLElement>("button:not([type=button]), input[type=submit]")) {
    button.classList.toggle("is-busy", busy && (!submitter || submitter === button));
    button.setAttribute("aria-disabled", String(busy));
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method === "dialog") return;
  if (form.hasAttribute("data-busy")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  dirty.delete(form);
  // A form that gets a page leaves no state to guard, and a download would never end being busy.
  if (form.method === "post") setBusy(form, true, event.submitter);
}

/** Empty fields of a filter say nothing: leave them out of the address. */
function onFormData(event: FormDataEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "get") return;
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === "") event.formData.delete(name);
  }
}

export function startForms(): void {
  document.addEventListener("input", onChange);
  document.addEventListener("change", onChange);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("formdata", onFormData);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof HTMLFormElement) setBusy(event.target, false);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
  // A page that comes back from the browser's memory is not busy any more.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-busy]")) setBusy(form, false);
  });
  const wrong = document.querySelector<HTMLElement>("[data-error-summary]") ?? document.querySelector<HTMLElement>("[aria-invalid=true]");
  wrong?.focus();
}
