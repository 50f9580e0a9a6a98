/* Dates as people say them: time[datetime][data-relative] reads "tomorrow", and shows the exact date on hover. */
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365.25 * 86400],
  ["month", 30.4375 * 86400],
  ["week", 7 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

const language = () => document.documentElement.lang || "en";

/** Whole days between two dates of the calendar, whatever hour it is now. */
function daysFromToday(date: Date): number {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((date.getTime() - today) / 86400e3);
}

/** The words for a time: a bare date counts in days, an instant also in hours and minutes. */
export function relativeWords(iso: string, format: Intl.RelativeTimeFormat): string | null {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return null;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const seconds = isDate ? daysFromToday(time) * 86400 : (time.getTime() - Date.now()) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size && !(isDate && size < 86400)) return format.format(Math.round(seconds / size), unit);
  }
  return isDate ? format.format(0, "day") : format.format(0, "second");
}

export function startDates(root: ParentNode): void {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[datetime][data-relative]")) {
    const words = relativeWords(element.dateTime, format);
    const exact = element.textContent?.trim();
    if (!words || !exact || element.title) continue;
    element.title = exact;
    element.textContent = words;
  }
}
