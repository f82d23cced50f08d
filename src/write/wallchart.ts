/**
 * The wall chart (挂图): one A3 page, landscape, as SVG. Phases as a timeline with today, a square for each institution grouped by
 * town, the burn-down of open findings, overdue findings by department.
 *
 * It must read on a black-and-white printer: every stage has a letter or a pattern of its own besides its colour.
 * Everything a stranger typed is escaped; there is no script and nothing is fetched.
 */
import type { PublicWords } from "../campaign/index.ts";
import { escaped } from "./chart.ts";

export interface WallStyle {
  readonly name: string;
  /** The sign in its squares. */
  readonly sign: string;
}

export interface WallChart {
  readonly title: string;
  readonly day: string;
  readonly phases: readonly WallPhase[];
  /** In the order of the legend; a square names one by its place. */
  readonly stages: readonly WallStyle[];
  readonly towns: readonly { readonly name: string; readonly squares: readonly WallSquare[] }[];
  /** Open findings at the end of each day, every day once, the last being `day`. */
  readonly burnDown: readonly { readonly day: string; readonly open: number }[];
  readonly overdue: readonly { readonly name: string; readonly count: number }[];
  readonly footer: string;
}

export interface WallPhase {
  readonly name: string;
  /** Days as 2021-07-16; null where the plan leaves it open. */
  readonly from: string | null;
  readonly until: string | null;
  readonly current: boolean;
}

export interface WallSquare {
  /** Its short number. */
  readonly subject: number;
  /** What it is called. */
  readonly name: PublicWords;
  readonly stage: number;
  /** 重大隐患 not closed. */
  readonly danger: boolean;
  readonly list: "白名单" | "黑名单" | null;
}

/** A3 at 96 dots an inch. */
const page = { width: 1587, height: 1123, margin: 40 } as const;
const squaresBox = { x: page.margin, y: 268, width: 1040, height: 790 } as const;
const side = { x: 1115, width: page.width - page.margin - 1115 } as const;

/** More squares than this do not fit on the page at a size that can be seen. */
export const mostSquares = 12_000;

/** Fill and pattern of each stage, from the worst to what has not begun (overdue is red); they differ in grey as well. */
const looks = [
  { fill: "#000000", pattern: "", ink: "#ffffff" },
  { fill: "#b2182b", pattern: "M0 4H8M4 0V8", ink: "#ffffff" },
  { fill: "#fdae61", pattern: "M0 8L8 0", ink: "#000000" },
  { fill: "#fee08b", pattern: "M0 4H8", ink: "#000000" },
  { fill: "#abd9e9", pattern: "M4 0V8", ink: "#000000" },
  { fill: "#ffffff", pattern: "M0 0L8 8M8 0L0 8", ink: "#000000" },
  { fill: "#7fbc41", pattern: "", ink: "#000000" },
  { fill: "#dceedd", pattern: "", ink: "#000000" },
  { fill: "#ffffff", pattern: "", ink: "#000000" },
] as const;

/** The chart as a whole SVG file. */
export function wallChartSvg(chart: WallChart): string {
  const parts = [
    `<title>${escaped(chart.title)}</title>`,
    `<defs>${looks.map(patternOf).join("")}</defs>`,
    `<rect width="${page.width}" height="${page.height}" fill="#fff"/>`,
    heading(chart),
    timeline(chart),
    squares(chart),
    legend(chart),
    burnDown(chart),
    overdue(chart),
    text(page.margin, page.height - 28, chart.footer, { size: 13 }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" viewBox="0 0 ${page.width} ${page.height}" font-family="'Microsoft YaHei','Noto Sans CJK SC','Noto Serif CJK SC','SimHei',sans-serif" fill="#000">${parts.join("\n")}</svg>\n`;
}

/** The same as a page that a browser prints on one A3 sheet. */
export function wallChartHtml(chart: WallChart): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(chart.title)}</title>
<style>@page{size:A3 landscape;margin:0}html,body{margin:0;padding:0}svg{display:block;width:420mm;height:296mm;print-color-adjust:exact;-webkit-print-color-adjust:exact}@media screen{svg{width:100vw;height:100vh}}</style>
</head><body>
${wallChartSvg(chart)}</body></html>
`;
}

interface Look {
  readonly fill: string;
  readonly pattern: string;
  readonly ink: string;
}

function patternOf({ fill, pattern, ink }: Look, nth: number): string {
  const lines = pattern === "" ? "" : `<path d="${pattern}" stroke="${ink}" stroke-width="0.8" fill="none"/>`;
  return `<pattern id="s${nth}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${fill}"/>${lines}</pattern>`;
}

interface TextLook {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: "normal" | "bold";
  readonly fill?: string;
}

function text(
  x: number,
  y: number,
  words: string,
  { size = 14, anchor = "start", weight = "normal", fill }: TextLook = {},
): string {
  const ink = fill === undefined ? "" : ` fill="${fill}"`;
  const bold = weight === "bold" ? ' font-weight="bold"' : "";
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" text-anchor="${anchor}"${bold}${ink}>${escaped(words)}</text>`;
}

function at(place: number): string {
  return String(Math.round(place * 10) / 10);
}

/** Words cut to a width in pixels, a Chinese sign being as wide as the font is high. */
function fitted(words: string, width: number, size: number): string {
  let room = width;
  let kept = "";
  let before = 0;
  for (const sign of words) {
    room -= widthOf(sign, size);
    if (room < 0) return `${kept.slice(0, before)}…`;
    before = kept.length;
    kept += sign;
  }
  return words;
}

function heading({ title, day, towns }: WallChart): string {
  const count = towns.reduce((sum, town) => sum + town.squares.length, 0);
  return [
    text(page.width / 2, 58, fitted(title, page.width - 2 * page.margin, 38), {
      size: 38,
      anchor: "middle",
      weight: "bold",
    }),
    text(page.width / 2, 92, `挂图作战　截至 ${day}　机构 ${count} 家`, { size: 18, anchor: "middle" }),
  ].join("");
}

/** 07-23 in the year that the page begins with; in another, with its year. */
const shortDay = (day: string, first: string): string => (day.startsWith(first.slice(0, 5)) ? day.slice(5) : day);

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** As wide as words are in a size, a Chinese sign being as wide as the font is high. */
const widthOf = (words: string, size: number): number =>
  Array.from(words).reduce((sum, sign) => sum + (/[\0-\xff]/.test(sign) ? size * 0.6 : size), 0);

/** Items one after the other, on a given number of lines at most. */
function inLines(items: readonly string[], width: number, most: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = lines.length === 0 ? item : `${lines.at(-1)}　${item}`;
    if (lines.length > 0 && (widthOf(longer, 14) <= width || lines.length === most)) lines[lines.length - 1] = longer;
    else lines.push(item);
  }
  return lines;
}

/** One bar a phase, each on its own line where phases overlap; a vertical line is today. */
function timeline({ phases, day }: WallChart): string {
  const [left, right, top] = [page.margin, page.width - page.margin, 134];
  const known = phases.flatMap(({ from, until }) => [from, until]).filter((one) => one !== null);
  const begin = [...known, day].toSorted()[0] ?? day;
  const days = [...known, day].map(dayNumber);
  const [first, last] = [Math.min(...days), Math.max(...days, Math.min(...days) + 1)];
  const x = (one: number): number => left + ((one - first) / (last + 1 - first)) * (right - left);
  const ends: number[] = [];
  const bars = phases.map(({ name, from, until, current }, index) => {
    const begins = x(from === null ? first : dayNumber(from));
    const stops = x((until === null ? last : dayNumber(until)) + 1);
    const free = ends.findIndex((end) => end <= begins + 0.01);
    const lane = Math.min(free < 0 ? ends.length : free, 2);
    ends[lane] = Math.max(ends[lane] ?? 0, stops);
    const y = top + lane * 34;
    const width = Math.max(stops - begins, 2);
    const number = String(index + 1);
    // Too narrow for its number, it would be written over by its neighbour's.
    const words = width < 9 ? "" : width < 100 ? number : fitted(`${number} ${name}`, width - 8, 13);
    return `<g><title>${escaped(`${name} ${from ?? ""} — ${until ?? ""}`)}</title><rect x="${at(begins)}" y="${y}" width="${at(width)}" height="28" fill="${current ? "#444" : "#eee"}" stroke="#222"/>${text(begins + Math.min(4, width / 4), y + 19, words, { size: 13, fill: current ? "#fff" : "#000" })}</g>`;
  });
  const now = x(dayNumber(day) + 0.5);
  const below = top + ends.length * 34;
  const mark = `<line x1="${at(now)}" x2="${at(now)}" y1="${top - 8}" y2="${below}" stroke="#c00" stroke-width="2.5" stroke-dasharray="6 3"/>`;
  const anchor = now > right - 60 ? "end" : now < left + 60 ? "start" : "middle";
  const short = (one: string | null): string => (one === null ? "" : shortDay(one, begin));
  const named = phases.map(({ name, from, until }, index) => `${index + 1} ${name} ${short(from)}—${short(until)}`);
  const lines = inLines(named, right - left, ends.length > 2 ? 1 : 2);
  const list = lines.map((line, nth) =>
    text(left, below + 18 + nth * 21, fitted(line, right - left, 14), { size: 14 }),
  );
  return (
    bars.join("") +
    list.join("") +
    mark +
    text(now, top - 12, `今天 ${shortDay(day, begin)}`, { size: 14, anchor, weight: "bold" })
  );
}

interface Layout {
  /** Of a cell; a square where no name is written. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
}

const labelHeight = 20;
const blockGap = 8;
const columnGap = 18;

function columnWidth(columns: number): number {
  return (squaresBox.width - columnGap * (columns - 1)) / columns;
}

/** Cells this high at least have room for a name of two lines beside the sign; and how many times wider than high they are. */
const named = { highest: 120, lowest: 34, wider: 3.4 } as const;

const isNamed = ({ width, height }: Layout): boolean => width > height;

/** The largest cells with names with which all towns fit; where none do, the largest squares. */
function layoutOf(towns: WallChart["towns"]): Layout {
  for (let height: number = named.highest; height >= named.lowest; height--)
    for (let columns = 1; columns <= 8; columns++) {
      const layout = { height, width: Math.round(height * named.wider), columns };
      if (layout.width <= columnWidth(columns) && placed(towns, layout).columns <= columns) return layout;
    }
  for (let size = 56; size >= 4; size--)
    for (let columns = 1; columns <= 8; columns++) {
      const layout = { width: size, height: size, columns };
      if (placed(towns, layout).columns <= columns) return layout;
    }
  return { width: 4, height: 4, columns: 8 };
}

interface Placed {
  readonly labels: readonly {
    readonly x: number;
    readonly y: number;
    readonly town: number;
    readonly continued: boolean;
  }[];
  readonly squares: readonly { readonly x: number; readonly y: number; readonly town: number; readonly nth: number }[];
  /** How many columns it took. */
  readonly columns: number;
}

/** Towns one below the other, column after column; a town may go on in the next column, under its name again. */
function placed(towns: WallChart["towns"], { width: across, height: size, columns }: Layout): Placed {
  const width = columnWidth(columns);
  const perRow = Math.max(1, Math.floor(width / across));
  const bottom = squaresBox.y + squaresBox.height;
  const labels: Placed["labels"][number][] = [];
  const squaresAt: Placed["squares"][number][] = [];
  let [column, y] = [0, squaresBox.y as number];
  const left = (): number => squaresBox.x + column * (width + columnGap);
  const label = (town: number, continued: boolean): void => {
    if (y + labelHeight + size > bottom) [column, y] = [column + 1, squaresBox.y];
    labels.push({ x: left(), y: y + 14, town, continued });
    y += labelHeight;
  };
  for (const [town, { squares: all }] of towns.entries()) {
    label(town, false);
    for (let nth = 0; nth < all.length; nth += perRow) {
      if (y + size > bottom) {
        [column, y] = [column + 1, squaresBox.y];
        label(town, true);
      }
      for (let index = nth; index < Math.min(nth + perRow, all.length); index++)
        squaresAt.push({ x: left() + (index - nth) * across, y, town, nth: index });
      y += size;
    }
    y += blockGap;
  }
  return { labels, squares: squaresAt, columns: column + 1 };
}

function squares({ towns, stages }: WallChart): string {
  if (towns.length === 0) return text(squaresBox.x, squaresBox.y + 12, "底数里还没有机构", { size: 16 });
  const layout = layoutOf(towns);
  const place = placed(towns, layout);
  const labels = place.labels.map(({ x, y, town, continued }) => {
    const { name, squares: all } = towns[town] ?? { name: "", squares: [] };
    const words = fitted(continued ? `${name}（续）` : `${name} ${all.length} 家`, columnWidth(layout.columns), 14);
    return text(x, y, words, { size: 14, weight: "bold" });
  });
  const drawn = place.squares.map(({ x, y, town, nth }) => {
    const square = towns[town]?.squares[nth];
    return square ? cell(square, stages, { x, y }, layout) : "";
  });
  return labels.join("") + drawn.join("");
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** One institution: its stage by colour, pattern and sign, its name where there is room, and its marks. */
function cell(square: WallSquare, stages: WallChart["stages"], { x, y }: Spot, layout: Layout): string {
  const { stage, subject, danger, list } = square;
  const gap = Math.max(1, layout.height / 12);
  const [width, height] = [layout.width - gap, layout.height - gap];
  const sign = signOf(stage, stages, { x: x + height / 2, y: y + height * 0.77, size: height * 0.66 });
  const name = isNamed(layout) ? nameIn(square, { x: x + height, y }, { width: width - height, height }) : "";
  const ground = isNamed(layout)
    ? `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="#fff"/><rect x="${at(x)}" y="${at(y)}" width="${at(height)}" height="${at(height)}" fill="url(#s${stage})"/>`
    : "";
  const fill = isNamed(layout) ? "none" : `url(#s${stage})`;
  const marks = [danger ? "有未销号重大隐患" : "", list === null ? "" : `在${list}`].filter(Boolean);
  const told = [`${subject} ${square.name}`, [stages[stage]?.name ?? "", ...marks].join("，")].join("：");
  return `<g class="institution"><title>${escaped(told)}</title>${ground}<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${fill}" stroke="#222" stroke-width="0.7"/>${height >= 12 ? sign : ""}${name}${marksOf(square, { x: x + width, y }, height)}</g>`;
}

/** Of a mark in the corner of a cell. */
const markSize = (height: number): number => Math.max(3, Math.min(16, height / 2.6));

/** A name in two lines at most, as large as it may be. */
function nameIn(
  { name, danger, list }: WallSquare,
  { x, y }: Spot,
  room: { readonly width: number; readonly height: number },
): string {
  const size = Math.min(20, Math.max(11, room.height / 3));
  const width = room.width - 8 - (danger || list !== null ? markSize(room.height) : 0);
  const signs = Array.from(name);
  let first = 0;
  while (first < signs.length && widthOf(signs.slice(0, first + 1).join(""), size) <= width) first += 1;
  const lines = [signs.slice(0, first).join(""), fitted(signs.slice(first).join(""), width, size)].filter(Boolean);
  const top = y + room.height / 2 - ((lines.length - 1) * size * 1.2) / 2 + size * 0.36;
  return lines
    .map((line, nth) => text(x + 5, top + nth * size * 1.2, line, { size: Math.round(size * 10) / 10 }))
    .join("");
}

/** In the corner: a triangle for an open 重大隐患, 黑 or 白 for the list that it is on. */
function marksOf({ danger, list }: WallSquare, corner: Spot, height: number): string {
  const size = markSize(height);
  const triangle = danger ? dangerSign({ x: corner.x - size, y: corner.y }, size) : "";
  const listed = list === null ? "" : listSign(list, { x: corner.x - size, y: corner.y + height - size }, size);
  return triangle + listed;
}

const dangerSign = ({ x, y }: Spot, size: number): string =>
  `<path d="M${at(x)} ${at(y + size)}L${at(x + size / 2)} ${at(y)}L${at(x + size)} ${at(y + size)}Z" fill="#d00" stroke="#000" stroke-width="0.8"/>`;

function listSign(list: NonNullable<WallSquare["list"]>, { x, y }: Spot, size: number): string {
  const isBlack = list === "黑名单";
  const word =
    size >= 9
      ? text(x + size / 2, y + size * 0.8, isBlack ? "黑" : "白", {
          size: Math.round(size * 0.72),
          anchor: "middle",
          fill: isBlack ? "#fff" : "#000",
        })
      : "";
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(size)}" height="${at(size)}" fill="${isBlack ? "#000" : "#fff"}" stroke="#000" stroke-width="1"/>${word}`;
}

/** The sign of a stage, with a rim in the colour of its ground so that it reads on a pattern. */
function signOf(
  stage: number,
  stages: WallChart["stages"],
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): string {
  const { ink, fill } = looks[stage] ?? looks[0];
  return `<text x="${at(x)}" y="${at(y)}" font-size="${at(size)}" text-anchor="middle" fill="${ink}" stroke="${fill}" stroke-width="${at(size / 5)}" paint-order="stroke">${escaped(stages[stage]?.sign ?? "")}</text>`;
}

/** Each stage with its square and its count. */
function legend({ stages, towns }: WallChart): string {
  const counts = stages.map((_, stage) =>
    towns.reduce((sum, town) => sum + town.squares.filter((square) => square.stage === stage).length, 0),
  );
  const top = 268;
  const lines = stages.map(({ name }, stage) => {
    const [x, y] = [side.x + (stage % 3) * (side.width / 3), top + 26 + Math.floor(stage / 3) * 34];
    const sign = signOf(stage, stages, { x: x + 12, y: y + 18, size: 16 });
    return `<rect x="${at(x)}" y="${y}" width="24" height="24" fill="url(#s${stage})" stroke="#222"/>${sign}${text(x + 31, y + 18, `${name} ${counts[stage] ?? 0}`, { size: 15 })}`;
  });
  const all = towns.flatMap((town) => town.squares);
  const row = top + 26 + Math.ceil(stages.length / 3) * 34 + 4;
  const marks = [
    { sign: dangerSign({ x: side.x, y: row }, 16), words: `重大隐患 ${all.filter(({ danger }) => danger).length}` },
    ...(["黑名单", "白名单"] as const).map((list, nth) => ({
      sign: listSign(list, { x: side.x + (nth + 1) * (side.width / 3), y: row }, 16),
      words: `${list} ${all.filter((square) => square.list === list).length}`,
    })),
  ].map(({ sign, words }, nth) => sign + text(side.x + nth * (side.width / 3) + 24, row + 14, words, { size: 15 }));
  return text(side.x, top + 12, "机构进展（一格一家）", { size: 16, weight: "bold" }) + lines.join("") + marks.join("");
}

/** Open findings at the end of each day. */
function burnDown({ burnDown: line }: WallChart): string {
  const [top, height] = [464, 216];
  const left = side.x + 44;
  const width = side.width - 44;
  const most = Math.max(1, ...line.map(({ open }) => open));
  const x = (index: number): number => left + (line.length <= 1 ? 0 : (index / (line.length - 1)) * width);
  const y = (open: number): number => top + height - (open / most) * height;
  const points = line.map(({ open }, index) => `${at(x(index))},${at(y(open))}`).join(" ");
  const grid = [0, 0.5, 1].map((part) => {
    const value = Math.round(most * part);
    return `<line x1="${left}" x2="${at(left + width)}" y1="${at(y(value))}" y2="${at(y(value))}" stroke="#bbb"/>${text(left - 6, y(value) + 5, String(value), { size: 13, anchor: "end" })}`;
  });
  const [first, last] = [line[0], line.at(-1)];
  return [
    text(side.x, top - 18, `未销号问题（每日）${last ? `　现有 ${last.open} 个` : ""}`, { size: 16, weight: "bold" }),
    ...grid,
    line.length > 0 ? `<polyline points="${points}" fill="none" stroke="#000" stroke-width="2.5"/>` : "",
    last ? `<circle cx="${at(x(line.length - 1))}" cy="${at(y(last.open))}" r="5"/>` : "",
    first ? text(left, top + height + 20, shortDay(first.day, last?.day ?? ""), { size: 13 }) : "",
    first && last && line.length > 1
      ? text(left + width, top + height + 20, shortDay(last.day, first.day), { size: 13, anchor: "end" })
      : "",
  ].join("");
}

/** Departments with the most overdue findings, a finding of joint leads with each; what does not fit is added up. */
function overdue({ overdue: all }: WallChart): string {
  const [top, room] = [744, 9];
  const shown = all.length > room ? all.slice(0, room - 1) : all;
  const rest = all.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  const rows = rest > 0 ? [...shown, { name: `其他 ${all.length - shown.length} 个部门`, count: rest }] : shown;
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const nameWidth = 170;
  const bars = rows.map(({ name, count }, index) => {
    const y = top + 22 + index * 33;
    const width = (count / most) * (side.width - nameWidth - 60);
    return `${text(side.x + nameWidth - 8, y + 17, fitted(name, nameWidth - 10, 14), { size: 14, anchor: "end" })}<rect x="${side.x + nameWidth}" y="${y}" width="${at(Math.max(width, 1))}" height="22" fill="url(#s1)" stroke="#222"/>${text(side.x + nameWidth + width + 7, y + 17, String(count), { size: 14 })}`;
  });
  const none = rows.length === 0 ? text(side.x, top + 38, "没有逾期", { size: 15 }) : "";
  return (
    text(side.x, top + 4, "逾期未整改问题（按牵头部门，联合牵头的各计）", { size: 16, weight: "bold" }) +
    bars.join("") +
    none
  );
}
