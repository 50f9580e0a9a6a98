// What the build does to the bundled style sheet beyond esbuild: the dark theme also follows the reader's system.
//
// Tabler's dark rules hang on [data-bs-theme=dark]. A page of someone who chose neither theme says
// data-bs-theme="auto": for it each dark rule is given once more within a media query, in its own place, so that
// the page has the right colours before any script runs.

/** Splits a style sheet (no comments: esbuild removed them) into its rules: [{head, body}], body null for statements. */
export function splitRules(css) {
  const rules = [];
  let start = 0;
  let depth = 0;
  let open = 0;
  for (let i = 0; i < css.length; i++) {
    const c = css[i];
    if (c === "\\") {
      i++;
    } else if (c === '"' || c === "'") {
      for (i++; css[i] !== c; i++) if (css[i] === "\\") i++;
    } else if (css.startsWith("url(", i) && !/["']/.test(css[i + 4])) {
      i = css.indexOf(")", i);
    } else if (c === "{") {
      if (depth++ === 0) open = i;
    } else if (c === "}" && --depth === 0) {
      rules.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, i) });
      start = i + 1;
    } else if (c === ";" && depth === 0) {
      rules.push({ head: css.slice(start, i + 1).trim(), body: null });
      start = i + 1;
    }
  }
  return rules;
}

const DARK = /\[data-bs-theme=["']?dark["']?\]/g;
const isGroup = (head) => /^@(media|supports|layer|container)\b/.test(head);

/** The selectors of a rule that name the dark theme, renamed for "auto"; "" when none does. */
function autoSelectors(head) {
  return head
    .split(/,(?![^(]*\))/)
    .filter((selector) => selector.search(DARK) >= 0)
    .map((selector) => selector.replace(DARK, "[data-bs-theme=auto]"))
    .join(",");
}

/** The style sheet with each dark rule repeated for pages whose theme is the system's. */
export function followSystemTheme(css) {
  return splitRules(css)
    .map(({ head, body }) => {
      if (body === null) return head;
      if (isGroup(head)) return `${head}{${followSystemTheme(body)}}`;
      const auto = head.startsWith("@") ? "" : autoSelectors(head);
      const repeated = auto ? `@media (prefers-color-scheme:dark){${auto}{${body}}}` : "";
      return `${head}{${body}}${repeated}`;
    })
    .join("");
}
