/* From a chart as the server describes it (docs/charts.md) to the options that ECharts takes. */
import { isDark } from "./theme";

export interface Point {
  x?: number | string;
  y?: number | string | null;
  size?: number;
  label?: string;
  note?: string;
  href?: string;
  total?: boolean;
}

export interface Series {
  name?: string;
  dashed?: boolean;
  points: Point[];
}

export interface Axis {
  label?: string;
  kind?: "value" | "category" | "time";
  unit?: string;
  categories?: string[];
  min?: number;
  max?: number;
}

export interface Node {
  id: string;
  label: string;
  size?: number;
  group?: string;
  href?: string;
}

export interface Link {
  from: string;
  to: string;
  weight?: number;
  label?: string;
}

export interface Chart {
  kind: "bubble" | "bar" | "line" | "heatmap" | "graph" | "waterfall";
  title?: string;
  stacked?: boolean;
  horizontal?: boolean;
  x?: Axis;
  y?: Axis;
  series?: Series[];
  nodes?: Node[];
  links?: Link[];
}

type Options = Record<string, unknown>;

interface Colours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  series: string[];
}

// Told apart also by readers who do not see red and green apart (Okabe and Ito), and by their marks.
const LIGHT = ["#0f5fa8", "#b45309", "#0b7a5c", "#8a3f7c", "#52616f", "#a3261f"];
const DARK = ["#6cb2eb", "#f0b35e", "#4fc9a4", "#d79ccb", "#a9b6c2", "#f08f86"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
const LABEL_SIDES = ["top", "bottom", "right", "left"];
const LARGEST_BUBBLE_PX = 64;
const SMALLEST_BUBBLE_PX = 10;

function colours(element: Element): Colours {
  const style = getComputedStyle(element);
  const get = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const dark = isDark();
  return {
    text: get("--entente-chart-text", dark ? "#dce1e7" : "#1f2937"),
    quiet: get("--entente-chart-quiet", dark ? "#aab4c0" : "#4b5563"),
    line: get("--entente-chart-line", dark ? "#37475c" : "#dfe3e8"),
    surface: get("--entente-chart-surface", dark ? "#182433" : "#ffffff"),
    series: dark ? DARK : LIGHT,
  };
}

const language = () => document.documentElement.lang || "en";

/** A number as readers of the page's language write it. */
function number(value: unknown, unit?: string): string {
  if (typeof value !== "number") return String(value ?? "");
  const text = new Intl.NumberFormat(language(), { maximumFractionDigits: 2 }).format(value);
  return unit ? `${text} ${unit}` : text;
}

function axis(description: Axis | undefined, c: Colours, isVertical: boolean): Options {
  const { label, kind = "value", unit, categories, min, max } = description ?? {};
  return {
    type: kind,
    name: unit && label ? `${label} (${unit})` : (label ?? unit),
    nameLocation: isVertical ? "end" : "middle",
    nameGap: isVertical ? 12 : 28,
    nameTextStyle: { color: c.quiet, align: isVertical ? "left" : "center" },
    ...(categories ? { data: categories } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    axisLabel: { color: c.quiet, hideOverlap: true, ...(kind === "value" ? { formatter: (v: number) => number(v) } : {}) },
    splitLine: { show: kind === "value", lineStyle: { color: c.line } },
  };
}

function tooltipText(chart: Chart, series: string | undefined, point: Point): string {
  const say = (description: Axis | undefined, value: unknown) => {
    const category = typeof value === "number" ? description?.categories?.[value] : undefined;
    const text = category ?? number(value, description?.unit);
    return description?.label ? `${description.label}: ${text}` : text;
  };
  const lines = [point.label ?? series ?? "", say(chart.x, point.x), say(chart.y, point.y)];
  if (point.note) lines.push(point.note);
  return lines.filter(Boolean).join("\n");
}

function bubbleSize(chart: Chart): (size: number | undefined) => number {
  const sizes = (chart.series ?? []).flatMap((series) => series.points.map((point) => point.size ?? 0));
  const largest = Math.max(...sizes, 0);
  // The area, not the width, stands for the size.
  return (size) =>
    largest > 0 ? Math.max(SMALLEST_BUBBLE_PX, LARGEST_BUBBLE_PX * Math.sqrt((size ?? 0) / largest)) : 2 * SMALLEST_BUBBLE_PX;
}

function value(point: Point, horizontal: boolean | undefined): unknown[] {
  return horizontal ? [point.y, point.x] : [point.x, point.y];
}

function seriesOptions(chart: Chart, c: Colours): Options[] {
  const size = bubbleSize(chart);
  return (chart.series ?? []).map((series, i) => {
    const symbol = SYMBOLS[i % SYMBOLS.length];
    const data = series.points.map((point) => ({
      ...point,
      name: point.label ?? "",
      value: value(point, chart.horizontal),
      cursor: point.href ? "pointer" : "default",
      ...(chart.kind === "bubble" ? { symbolSize: size(point.size) } : {}),
    }));
    const shared = { name: series.name, data, emphasis: { focus: "series" } };
    if (chart.kind === "bar") {
      return { ...shared, type: "bar", barMaxWidth: 28, ...(chart.stacked ? { stack: "all" } : {}) };
    }
    if (chart.kind === "line") {
      const lines = series.dashed ? { lineStyle: { type: "dashed" }, showSymbol: false } : { symbolSize: 7 };
      return { ...shared, ...lines, type: "line", symbol, ...(chart.stacked ? { stack: "all", areaStyle: {} } : {}) };
    }
    // Bubbles of several series often lie on each other: their names go to different sides.
    const label = { show: true, position: LABEL_SIDES[i % LABEL_SIDES.length], color: c.text, formatter: "{b}" };
    return { ...shared, type: "scatter", symbol, label, labelLayout: { hideOverlap: true }, itemStyle: { opacity: 0.8 } };
  });
}

function frame(chart: Chart, c: Colours): Options {
  const names = (chart.series ?? []).filter((series) => series.name);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 200,
    aria: { enabled: true },
    color: c.series,
    textStyle: { color: c.text, fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: names.length > 1 ? 64 : 36, bottom: chart.x?.label ? 36 : 8, containLabel: true },
    ...(names.length > 1 ? { legend: { top: 0, left: 0, textStyle: { color: c.text } } } : {}),
    tooltip: {
      // Drawn, not made of elements: the pages' Content-Security-Policy refuses styles within text.
      renderMode: "richText",
      confine: true,
      backgroundColor: c.surface,
      borderColor: c.line,
      textStyle: { color: c.text },
      formatter: (item: { seriesName?: string; data: Point }) => tooltipText(chart, item.seriesName, item.data),
    },
  };
}

function heatmap(chart: Chart, c: Colours): Options {
  const points = (chart.series ?? []).flatMap((series) => series.points);
  const sizes = points.map((point) => point.size ?? 0);
  return {
    xAxis: { ...axis({ kind: "category", ...chart.x }, c, false), splitArea: { show: false } },
    yAxis: { ...axis({ kind: "category", ...chart.y }, c, true), inverse: true, nameLocation: "start" },
    visualMap: {
      show: false,
      min: Math.min(...sizes, 0),
      max: Math.max(...sizes, 1),
      dimension: 2,
      inRange: { color: isDark() ? ["#1d2b3d", "#2c6ca3"] : ["#f1f5f9", "#8fc1ee"] },
    },
    series: [
      {
        type: "heatmap",
        data: points.map((point) => ({ ...point, name: point.label ?? "", value: [point.x, point.y, point.size ?? 0] })),
        label: { show: true, color: c.text, formatter: (item: { data: Point }) => item.data.label ?? number(item.data.size) },
        itemStyle: { borderColor: c.surface, borderWidth: 2 },
      },
    ],
  };
}

function graph(chart: Chart, c: Colours): Options {
  const groups = [...new Set((chart.nodes ?? []).map((node) => node.group ?? ""))];
  const weights = (chart.links ?? []).map((link) => link.weight ?? 1);
  const heaviest = Math.max(...weights, 1);
  return {
    ...(groups.length > 1 ? { legend: { top: 0, left: 0, data: groups, textStyle: { color: c.text } } } : {}),
    series: [
      {
        type: "graph",
        layout: "force",
        roam: "move",
        force: { repulsion: 220, edgeLength: [60, 140], layoutAnimation: false },
        categories: groups.map((name) => ({ name })),
        data: (chart.nodes ?? []).map((node) => ({
          id: node.id,
          name: node.label,
          label: node.label,
          href: node.href,
          category: groups.indexOf(node.group ?? ""),
          symbolSize: node.size ?? 22,
          cursor: node.href ? "pointer" : "default",
        })),
        links: (chart.links ?? []).map((link) => ({
          source: link.from,
          target: link.to,
          label: link.label,
          lineStyle: { width: 1 + (3 * (link.weight ?? 1)) / heaviest, color: c.quiet, opacity: 0.6 },
        })),
        label: { show: true, position: "right", color: c.text },
        emphasis: { focus: "adjacency" },
      },
    ],
  };
}

/* Where a step of a waterfall begins and ends: totals stand on the ground, the others on the step before. */
function steps(points: Point[]): [number, number][] {
  let level = 0;
  return points.map((point) => {
    const y = Number(point.y ?? 0);
    const from = point.total ? 0 : level;
    level = point.total ? y : level + y;
    return [from, level];
  });
}

/* A step is drawn as what lies above zero and what lies below, each on a part that is not seen. */
function waterfall(chart: Chart, c: Colours): Options {
  const points = chart.series?.[0]?.points ?? [];
  const levels = steps(points);
  const [total = "", down = "", up = ""] = c.series;
  const colour = (point: Point) => (point.total ? total : Number(point.y ?? 0) < 0 ? down : up);
  const part = (name: string, size: (low: number, high: number) => number, seen: boolean) => ({
    name,
    type: "bar",
    stack: "steps",
    barMaxWidth: 56,
    silent: !seen,
    data: points.map((point, i) => {
      const [from, to] = levels[i] ?? [0, 0];
      const itemStyle = seen ? { color: colour(point) } : { color: "transparent" };
      return { ...point, value: size(Math.min(from, to), Math.max(from, to)), itemStyle };
    }),
  });
  const names = new Map(points.map((point, i) => [i, point.note ?? ""]));
  return {
    xAxis: { ...axis({ kind: "category", ...chart.x }, c, false), axisLabel: { color: c.quiet, interval: 0, width: 96, overflow: "break", lineHeight: 15 } },
    yAxis: axis(chart.y, c, true),
    series: [
      part("above-ground", (low, high) => (low >= 0 ? low : high <= 0 ? high : 0), false),
      part("above", (low, high) => Math.max(high, 0) - Math.max(low, 0), true),
      part("below", (low, high) => Math.min(low, 0) - Math.min(high, 0), true),
      {
        // The figure of each step stands over it.
        type: "scatter",
        symbolSize: 1,
        silent: true,
        itemStyle: { color: "transparent" },
        label: { show: true, position: "top", color: c.text, formatter: (item: { dataIndex: number }) => names.get(item.dataIndex) ?? "" },
        data: levels.map(([from, to], i) => [i, Math.max(from, to)]),
      },
    ],
  };
}

/** The options for a chart drawn in `element`, in the colours that the page has now. */
export function options(chart: Chart, element: Element): Options {
  const c = colours(element);
  const base = frame(chart, c);
  if (chart.kind === "heatmap") return { ...base, ...heatmap(chart, c) };
  if (chart.kind === "waterfall") return { ...base, legend: { show: false }, ...waterfall(chart, c) };
  if (chart.kind === "graph") return { ...base, tooltip: { show: false }, ...graph(chart, c) };
  const across = { kind: chart.kind === "bubble" ? "value" : "category", ...chart.x } as Axis;
  const xAxis = axis(chart.horizontal ? chart.y : across, c, false);
  const yAxis = axis(chart.horizontal ? across : chart.y, c, true);
  // A bubble at the end of an axis wants room, where the chart does not say where the axis ends.
  if (chart.kind === "bubble") for (const each of [xAxis, yAxis]) each["boundaryGap"] = ["5%", "15%"];
  return { ...base, xAxis, yAxis, series: seriesOptions(chart, c) };
}
