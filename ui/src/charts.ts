/*
 * Draws the charts of a page: each [data-chart] carries a chart as JSON, as docs/charts.md describes it, in that
 * attribute or in a script of type application/json within. Drawn as SVG, anew when the theme changes, resized with its box.
 */
import { BarChart, GraphChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { options, type Chart } from "./chart-options";
import { onThemeChange } from "./theme";

use([BarChart, GraphChart, HeatmapChart, LineChart, ScatterChart]);
use([AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent]);
use([SVGRenderer]);

function read(element: HTMLElement): Chart | null {
  const data = element.dataset["chart"] || element.querySelector("script[type='application/json']")?.textContent;
  try {
    return data ? (JSON.parse(data) as Chart) : null;
  } catch {
    return null;
  }
}

/** The chart is drawn beside its data, which stays for the next drawing. */
function canvasOf(element: HTMLElement): HTMLElement {
  const found = element.querySelector<HTMLElement>(".chart-canvas");
  if (found) return found;
  const canvas = document.createElement("div");
  canvas.className = "chart-canvas";
  element.append(canvas);
  return canvas;
}

function draw(instance: EChartsType, chart: Chart, canvas: HTMLElement): void {
  instance.setOption(options(chart, canvas), true);
  const label = canvas.parentElement?.getAttribute("aria-label") ?? chart.title;
  canvas.setAttribute("role", "img");
  if (label) canvas.setAttribute("aria-label", label);
}

function start(element: HTMLElement): void {
  const chart = read(element);
  if (!chart || element.dataset["drawn"]) return;
  element.dataset["drawn"] = "yes";
  const canvas = canvasOf(element);
  const instance = init(canvas, null, { renderer: "svg" });
  draw(instance, chart, canvas);
  instance.on("click", (event) => {
    const href = (event.data as { href?: string } | undefined)?.href;
    if (href) location.assign(href);
  });
  onThemeChange(() => draw(instance, chart, canvas));
  new ResizeObserver(() => instance.resize()).observe(canvas);
}

function startAll(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-chart]")) start(element);
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target as Element));
