/* The theme: light, dark, or auto (the system's). The server reads the cookie and renders html[data-bs-theme]. */
const THEMES = ["light", "dark", "auto"] as const;
type Theme = (typeof THEMES)[number];

const isTheme = (text: string | null | undefined): text is Theme => THEMES.some((theme) => theme === text);

export function currentTheme(): Theme {
  const theme = document.documentElement.getAttribute("data-bs-theme");
  return isTheme(theme) ? theme : "auto";
}

/** Whether the page is dark now, by choice or by the system's. */
export function isDark(): boolean {
  const theme = currentTheme();
  return theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** Calls `changed` whenever the page turns light or dark. */
export function onThemeChange(changed: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

function mark(): void {
  const theme = currentTheme();
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeSet"] === theme));
  }
}

function choose(theme: Theme): void {
  document.documentElement.setAttribute("data-bs-theme", theme);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  mark();
}

export function startTheme(): void {
  mark();
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const wanted = target.closest<HTMLElement>("[data-theme-set]")?.dataset["themeSet"];
    if (isTheme(wanted)) {
      choose(wanted);
    } else if (target.closest("[data-theme-next]")) {
      choose(isDark() ? "light" : "dark");
    }
  });
}
