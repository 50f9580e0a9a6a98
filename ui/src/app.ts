/*
 * What every page carries: htmx, and small helps that a page works without. Each help looks for its own
 * attribute; a template needs nothing but that attribute:
 *
 *   html[data-bs-theme]            light, dark or auto; button[data-theme-set=…] chooses, button[data-theme-next] goes on
 *   button[data-nav-toggle]        opens and closes #nav on narrow screens
 *   dialog#keys                    keyboard help, opened by ? or [data-keys-open]
 *   time[datetime][data-relative]  says "in 3 weeks", with the exact date on hover
 *   form[data-guard]               warns before leaving with unsaved changes
 *   form[data-auto]                is sent when a field of it changes
 *   tr[data-href]                  the whole row leads there
 *   [data-new=address]             says how much is new, {count, what}, asked for once the page stands
 *   [data-dismiss]                 removes the nearest .alert, .toast or [data-dismissible]
 *   main[data-live=address]        shows what others change as it comes, and leaves alone what is being typed
 *   #notices                       live region: window.dispatchEvent(new CustomEvent("notice", {detail: "text"}))
 *   meta[name=csrf-token]          is sent as X-CSRF-Token with htmx's requests
 */
import htmx from "htmx.org";
import { startDates } from "./dates";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startNavigation } from "./navigation";
import { startNew } from "./new";
import { notice, startNotices } from "./notices";
import { startTheme } from "./theme";

// The pages' Content-Security-Policy allows neither inline styles nor eval, and nothing private may stay in storage.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
// A refused form (422) and an edit conflict (409, 412) come as a page that says what is wrong: show it.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "409|412|422|428", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  if (token) detail.headers["X-CSRF-Token"] = token;
});

for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, () => {
    const text = document.getElementById("notices")?.dataset["failed"];
    if (text) notice(text);
  });
}

startLive(); // before anything else touches the page: it knows it as it came
startTheme();
startNotices();
startNavigation();
startNew();
startKeys();
startForms();
startDates(document);
document.addEventListener("htmx:load", (event) => startDates(event.target as Element));
