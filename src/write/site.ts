/**
 * The page for parents: one HTML file that opens from a disk, asks nothing of any computer, and is whole without its script. All of it
 * is a table; the script only hides rows. Everything that somebody typed is escaped, and the policy in the page lets no other style
 * or script than its own two work.
 */
import { createHash } from "node:crypto";
import { escaped } from "./chart.ts";

export interface Site {
  readonly title: string;
  readonly day: string;
  readonly lists: readonly SiteList[];
  readonly rows: readonly SiteRow[];
  readonly gone: readonly SiteGone[];
}

/** What holds of a whole list. */
export interface SiteList {
  readonly name: string;
  readonly version: number;
  readonly publishedOn: string;
  readonly publisher: string;
  readonly contact: string;
  readonly checkCode: string;
  readonly count: number;
  /** What all its names say alike, which is then not said again beside each; empty where they differ. */
  readonly reason: string;
  readonly basis: string;
}

export interface SiteRow {
  /** Of the row in the page, for a link to it. */
  readonly id: string;
  readonly list: string;
  readonly name: string;
  /** Pinyin of the name and its initials, without spaces. */
  readonly pinyin: readonly string[];
  readonly category: string;
  readonly uscc: string;
  readonly permitNo: string;
  readonly permitUntil: string;
  readonly town: string;
  readonly address: string;
  readonly situation: string;
  readonly reason: string;
  readonly basis: string;
  readonly since: string;
  readonly until: string;
  /** 申诉中: an objection to the entry is being decided. */
  readonly objected: boolean;
  /** 当事人说明: what the party says of it, which nobody has checked; empty where it says nothing. */
  readonly reply: string;
}

export interface SiteGone {
  readonly list: string;
  readonly name: string;
  readonly pinyin: readonly string[];
  readonly from: string;
  readonly on: string;
  /** In words: 期满, 移出. */
  readonly how: string;
}

/** Beside the page, with what they are called when somebody saves them. */
export const siteFiles = { page: "index.html", csv: "list.csv", json: "list.json", feed: "feed.xml" } as const;

export function siteHtml(site: Site): string {
  const { title, day, lists, rows, gone } = site;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<link rel="alternate" type="application/atom+xml" title="名单的变动" href="${siteFiles.feed}">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#list">跳到名单</a>
<header>
<h1>${escaped(title)}</h1>
<p id="day" data-day="${day}">截至 ${day}：${lists.map(({ name, count }) => `${name} ${count} 家`).join("，")}。</p>
</header>
<main>
${searchHtml(rows)}
${tableHtml(site)}
${goneHtml(gone)}
<section aria-labelledby="about">
<h2 id="about">怎样看这份名单</h2>
<ul>
<li>在<b>白名单</b>上：公布那天符合下面写明的条件。</li>
<li>在<b>黑名单</b>上：已经作出处罚或者取缔决定，陈述申辩的期限已过。</li>
<li>标有<b>申诉中</b>的：当事人对列入有异议，正在复核，结论还没有出来。</li>
<li><b>当事人说明</b>是当事人自己的话，登记以后放在旁边，没有经过核实；要求登记、更正的，按下面的联系方式办。</li>
<li>两份名单上都没有的，<b>不等于</b>违法，也不等于合格；报名前可以打电话问。</li>
</ul>
${lists.map(listHtml).join("\n")}
<h2>下载</h2>
<ul>
<li><a href="${siteFiles.csv}" download="名单.csv">名单.csv</a>（用 Excel、WPS 打开）</li>
<li><a href="${siteFiles.json}" download="名单.json">名单.json</a>（给程序读）</li>
<li><a href="${siteFiles.feed}">名单的变动</a>（Atom，给阅读器订阅）</li>
</ul>
</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** Hidden until the script shows it: without one nothing could be sought. */
function searchHtml(rows: readonly SiteRow[]): string {
  const lists = [...new Set(rows.map(({ list }) => list))];
  const towns = [...new Set(rows.map(({ town }) => town).filter((town) => town !== ""))].toSorted();
  const choices = (words: readonly string[]): string =>
    words.map((word) => `<option value="${escaped(word)}">${escaped(word)}</option>`).join("");
  return `<form id="search" role="search" hidden>
<p><label for="words">找机构：名称、拼音或首字母、地址</label><input id="words" type="search" autocomplete="off" spellcheck="false"></p>
<p><label for="which">名单</label><select id="which"><option value="">全部</option>${choices(lists)}</select></p>
<p><label for="town">乡镇、街道</label><select id="town"><option value="">全部</option>${choices(towns)}</select></p>
</form>
<p id="found" role="status">共 ${rows.length} 条</p>`;
}

const heads = ["机构", "名单", "办学许可证", "地址", "为什么", "列入与有效期"] as const;
const goneHeads = ["机构", "原在", "移出", "怎样移出"] as const;

const headHtml = (words: readonly string[]): string =>
  `<thead><tr>${words.map((word) => `<th scope="col">${word}</th>`).join("")}</tr></thead>`;

/** On a phone a row is a card, and each cell says itself what its column is. */
const cardHeads = (table: string, [, ...words]: readonly string[]): string =>
  words.map((word, at) => `${table} td:nth-of-type(${at + 1})::before{content:"${word}："}`).join("\n");

function tableHtml({ rows, lists }: Site): string {
  const alike = new Map(lists.map((list) => [list.name, list]));
  return `<table id="list" tabindex="-1">
<caption>现在名单上的机构和个人</caption>
${headHtml(heads)}
<tbody>
${rows.map((row) => rowHtml(row, alike.get(row.list))).join("\n")}
</tbody>
</table>
<p id="none" hidden>没有找到。换一个写法，或者只写名称里的两三个字；名单上没有的，不等于违法，也不等于合格。${askHtml(lists)}</p>`;
}

/** Whom to ask of one that is on no list. */
function askHtml(lists: readonly SiteList[]): string {
  const contacts = [...new Set(lists.map(({ contact }) => contact).filter((one) => one !== ""))];
  return contacts.length === 0 ? "" : `报名前可以问：${escaped(contacts.join("、"))}。`;
}

function rowHtml(row: SiteRow, list: SiteList | undefined): string {
  const { id, name, pinyin, category, uscc, permitNo, permitUntil, town, address, situation, since, until } = row;
  const cell = (lines: readonly string[]): string => `<td>${linesHtml(lines)}</td>`;
  const why = [
    situation,
    list?.reason === row.reason ? "" : row.reason,
    list?.basis === row.basis ? "" : `依据：${row.basis}`,
    row.reply === "" ? "" : `当事人说明（未经核实）：${row.reply}`,
  ];
  return [
    `<tr id="${id}" data-p="${escaped(pinyin.join(" "))}" data-l="${escaped(row.list)}" data-t="${escaped(town)}">`,
    `<th scope="row">${escaped(name)}${besideName([uscc === "" ? "" : `代码 ${uscc}`, category])}</th>`,
    `<td><span class="${row.list === "黑名单" ? "black" : "white"}">${escaped(row.list)}</span>${row.objected ? ' <span class="heard">申诉中</span>' : ""}</td>`,
    `<td${permitUntil === "" ? "" : ` data-u="${permitUntil}"`}>${linesHtml([permitNo, permitUntil === "" ? "" : `有效期至 ${permitUntil}`])}</td>`,
    cell([address, address.includes(town) ? "" : town]),
    cell(why),
    cell([since === "" ? "" : `${since} 列入`, until === "" ? "移出为止" : `至 ${until}`]),
    "</tr>",
  ].join("");
}

const besideName = (lines: readonly string[]): string =>
  lines.every((line) => line === "") ? "" : `<small>${linesHtml(lines)}</small>`;

const linesHtml = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== "")
    .map(escaped)
    .join("<br>") || "—";

function goneHtml(gone: readonly SiteGone[]): string {
  if (gone.length === 0) return "";
  const row = ({ name, list, from, on, how, pinyin }: SiteGone): string =>
    [
      `<tr data-p="${escaped(pinyin.join(" "))}" data-l="${escaped(list)}" data-t=""><th scope="row">${escaped(name)}</th>`,
      `<td>${escaped(list)}（${from} 起）</td><td>${on}</td><td>${escaped(how)}</td></tr>`,
    ].join("");
  return `<section aria-labelledby="gone">
<h2 id="gone">一年内移出的</h2>
<p>下面的已经不在名单上，以前的公布不再有效。</p>
<table class="gone"><caption>已经移出名单的机构和个人</caption>
${headHtml(goneHeads)}
<tbody>
${gone.map(row).join("\n")}
</tbody></table>
</section>`;
}

function listHtml({ name, version, publishedOn, publisher, contact, checkCode, reason, basis }: SiteList): string {
  const line = (word: string, text: string): string => (text === "" ? "" : `<dt>${word}</dt><dd>${escaped(text)}</dd>`);
  return `<h3>${escaped(name)}</h3>
<dl>${[
    line("公布", `${publishedOn} 第 ${version} 版${publisher === "" ? "" : `，${publisher}`}`),
    line(name === "黑名单" ? "决定" : "条件", reason),
    line("依据", basis),
    line("异议、更正、当事人说明", contact),
    line("校验码", checkCode),
  ].join("")}</dl>`;
}

const style = `
:root{color-scheme:light dark;--text:#1a1a1a;--page:#fff;--link:#0b57a4;--line:#7a8794;--head:#e3eaf1;--form:#eef3f8;--field:#fff;--edge:#4d5a66;--good:#0a5c36;--mark:#7a3b00;--here:#fff7d6}
@media (prefers-color-scheme:dark){:root{--text:#ececec;--page:#16191d;--link:#8ec5ff;--line:#6c7782;--head:#262d35;--form:#20262d;--field:#16191d;--edge:#97a3af;--good:#7fdcae;--mark:#ffc078;--here:#43390f}}
body{margin:0 auto;padding:1rem;max-width:76rem;font:1rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--text);background:var(--page);overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.25rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:1rem 0 .25rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;padding:1rem;background:var(--form);border:1px solid var(--line);border-radius:.5rem}
form[hidden]{display:none}
form p{margin:0}
form p:first-child{flex:1 1 18rem}
label{display:block;font-weight:bold}
input,select{box-sizing:border-box;width:100%;min-height:2.75rem;font:inherit;color:inherit;background:var(--field);border:1px solid var(--edge);border-radius:.25rem;padding:.25rem .5rem}
#found{margin:.75rem 0}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid var(--line);padding:.5rem;text-align:left;vertical-align:top}
thead th{background:var(--head)}
tbody th{width:20%}
small{display:block;font-size:.875rem;font-weight:normal}
td:nth-child(2),td:nth-child(6){white-space:nowrap}
td:nth-child(3){min-width:11rem}
.white,.black,.heard,.past{display:inline-block;padding:0 .4rem;border:2px solid;border-radius:.25rem;font-weight:bold}
.white{color:var(--good)}
.black{color:var(--page);background:var(--text);border-color:var(--text)}
.heard,.past{color:var(--mark);border-style:dashed}
tr:target>*{background:var(--here)}
dt{font-weight:bold}
dd{margin:0 0 .25rem 0}
@media (max-width:44rem){
form p:first-child{flex-basis:100%}
table,caption,tbody,tr,th,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border:1px solid var(--line);border-radius:.5rem;margin:.75rem 0;padding:.5rem .75rem}
tbody tr[hidden]{display:none}
th,td{border:0;padding:.2rem 0}
tbody th{width:auto;font-size:1.1rem}
td:nth-child(n){min-width:0;white-space:normal}
td::before{font-weight:bold}
${cardHeads("#list", heads)}
${cardHeads(".gone", goneHeads)}
}
@media print{:root{--text:#000;--page:#fff;--link:#000;--head:#fff;--good:#000;--mark:#000}form,#found,.skip{display:none}tr{break-inside:avoid}}
`;

/**
 * Hides the rows that do not hold every word sought; a word is sought in what a row says and in its pinyin. Where none holds it, its
 * signs are sought in the name with others between them (阳光美术 in 阳光少儿美术培训中心). What has run out since the page was written
 * is marked by the reader's own clock.
 */
const script = `
"use strict";
(function () {
  var form = document.getElementById("search"), words = document.getElementById("words");
  var which = document.getElementById("which"), town = document.getElementById("town");
  var found = document.getElementById("found"), none = document.getElementById("none");
  var plain = function (text) { return text.normalize("NFKC").toLowerCase().replace(/\\s+/g, ""); };
  var rows = Array.prototype.map.call(document.querySelectorAll("tbody tr"), function (row) {
    return { row: row, text: plain(row.textContent), name: plain(row.cells[0].textContent), pinyin: row.dataset.p, list: row.dataset.l, town: row.dataset.t, now: row.id !== "" };
  });
  function holds(one, word) { return one.text.indexOf(word) >= 0 || one.pinyin.indexOf(word) >= 0; }
  function resembles(one, word) {
    return [one.name].concat(word.length > 2 ? one.pinyin.split(" ") : []).some(function (text) {
      var at = -1;
      return word.length > 1 && Array.prototype.every.call(word, function (sign) { at = text.indexOf(sign, at + 1); return at >= 0; });
    });
  }
  function show(fits) {
    var sought = words.value.trim().split(/\\s+/).map(plain), shown = 0;
    rows.forEach(function (one) {
      one.row.hidden = !((which.value === "" || one.list === which.value) && (town.value === "" || one.town === town.value) &&
        sought.every(function (word) { return fits(one, word); }));
      if (!one.row.hidden && one.now) shown += 1;
    });
    return shown;
  }
  function seek() {
    var shown = show(holds), alike = false;
    if (shown === 0 && rows.every(function (one) { return one.row.hidden; })) { shown = show(resembles); alike = shown > 0; }
    found.textContent = alike ? "没有一模一样的；名称相近的 " + shown + " 条" : "找到 " + shown + " 条";
    none.hidden = shown > 0;
  }
  function marked(place, text) {
    var mark = document.createElement("strong");
    mark.className = "past";
    mark.textContent = text;
    place.append(" ", mark);
  }
  var now = new Date(), day = document.getElementById("day");
  var today = now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
  Array.prototype.forEach.call(document.querySelectorAll("[data-u]"), function (cell) {
    if (cell.dataset.u < today) marked(cell, "今天看已过有效期");
  });
  var old = Math.floor((now - new Date(day.dataset.day + "T00:00:00")) / 864e5);
  if (old > 60) marked(day, "这一页是 " + old + " 天前的");
  // Drawn as cards, a table would be none to a screen reader of some browsers.
  [["table", "table"], ["thead,tbody", "rowgroup"], ["tr", "row"], ["td", "cell"], ["thead th", "columnheader"], ["tbody th", "rowheader"]].forEach(function (pair) {
    Array.prototype.forEach.call(document.querySelectorAll(pair[0]), function (part) { part.setAttribute("role", pair[1]); });
  });
  form.hidden = false;
  form.addEventListener("input", seek);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  if (words.value !== "" || which.value !== "" || town.value !== "") seek();
})();
`;
