/** Small charts as SVG, drawn by hand: readable in black and white, no script, no font but the page's. */
import { plain } from "./plain.ts";

export interface ChartSeries {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly { readonly label: string; readonly value: number | null }[];
}

/** Text as it may stand in HTML and SVG. */
export function escaped(text: string): string {
  return plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const [width, height, top, bottom] = [360, 170, 34, 24];

/** One bar a period, its number above it. */
export function barChart(series: ChartSeries): string {
  const { points } = series;
  const step = width / Math.max(points.length, 1);
  const scale = scaleOf(series);
  const bars = points.map(({ label, value }, index) => {
    const x = index * step;
    const y = scale(value ?? 0);
    const bar = `<rect x="${at(x + step * 0.2)}" y="${at(y)}" width="${at(step * 0.6)}" height="${at(height - bottom - y)}" fill="#888" stroke="#222"/>`;
    return value === null
      ? named(label, x + step / 2)
      : bar + number(value, x + step / 2, y) + named(label, x + step / 2);
  });
  return frame(series, bars.join(""));
}

/** A line through the periods; broken where there is no value. */
export function lineChart(series: ChartSeries): string {
  const { points } = series;
  const step = width / Math.max(points.length, 1);
  const scale = scaleOf(series);
  const places = points.map(({ label, value }, index) => ({
    label,
    value,
    x: index * step + step / 2,
    y: value === null ? null : scale(value),
  }));
  const lines = places.flatMap(({ x, y }, index) => {
    const before = places[index - 1];
    if (y === null || before?.y === null || before === undefined) return [];
    return [
      `<line x1="${at(before.x)}" y1="${at(before.y)}" x2="${at(x)}" y2="${at(y)}" stroke="#222" stroke-width="1.5"/>`,
    ];
  });
  const dots = places.map(({ label, value, x, y }) =>
    y === null || value === null
      ? named(label, x)
      : `<circle cx="${at(x)}" cy="${at(y)}" r="3" fill="#222"/>${number(value, x, y)}${named(label, x)}`,
  );
  return frame(series, lines.join("") + dots.join(""));
}

function scaleOf({ points }: ChartSeries): (value: number) => number {
  const most = Math.max(...points.map(({ value }) => value ?? 0), 1);
  return (value) => height - bottom - (Math.max(value, 0) / most) * (height - bottom - top);
}

function frame({ title, unit }: ChartSeries, content: string): string {
  const words = escaped(`${title}（${unit}）`);
  const base = height - bottom;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}" xmlns="http://www.w3.org/2000/svg"><text x="0" y="14" font-size="13" font-weight="bold">${words}</text><line x1="0" y1="${base}" x2="${width}" y2="${base}" stroke="#222"/>${content}</svg>`;
}

const number = (value: number, x: number, y: number): string =>
  `<text x="${at(x)}" y="${at(y - 5)}" font-size="11" text-anchor="middle">${value}</text>`;
const named = (label: string, x: number): string =>
  `<text x="${at(x)}" y="${height - 8}" font-size="10" text-anchor="middle">${escaped(label)}</text>`;
const at = (amount: number): number => Math.round(amount * 10) / 10;
