// A roster of any length, the same on every machine: 16 columns, every row a sample institution with codes whose check digits hold.
// node test/bench/roster-file.mjs <rows> <file>
import { closeSync, openSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const header =
  "序号,机构名称,统一社会信用代码,办学许可证编号,许可证有效期至,类别,属地,办学地址,联系电话,法定代表人,举办者,建筑面积,学员数,教师数,设立时间,备注";

const first = Array.from(
  "博雅知行明德启智慧文新华阳光星晨育才致远立德求真向思源弘毅卓越金桥蓝天童心乐学春晓嘉禾兰亭竹韵松风鹤鸣" +
    "飞扬起航领先优贝朗途盛世百川汇海江河湖波浪清泉青云白鹿雪梅菊香墨砚笔画诗词歌赋琴棋舞墙外英才佳俊杰豪迈",
);
const subjects = ["教育", "艺术", "美术", "音乐", "舞蹈", "英语", "数学", "体育", "科技", "托管"];
const endings = ["培训学校有限公司", "培训中心", "培训学校", "教育咨询有限公司", "艺术中心"];
const towns = ["城东", "城西", "城南", "城北", "七一路", "八一路", "人和", "小桥", "陈州回族", "荷花路", "文昌"];
const roads = ["七一路", "八一大道", "中州大道", "育新街", "文明路", "建设大道", "交通路", "周口大道"];
const persons = ["张某甲", "李某乙", "王某丙", "赵某丁", "陈某戊", "刘某己", "孙某庚", "周某辛"];
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Numbers from 0 up to a limit, always the same ones (mulberry32). */
function numbersFrom(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** A number written so that neighbours do not stand together, in the alphabet of credit codes. */
function bodyOf(number) {
  let rest = (number * 7_368_787) % 887_503_681;
  let text = "";
  for (let at = 0; at < 6; at += 1) {
    text = alphabet[rest % 31] + text;
    rest = Math.floor(rest / 31);
  }
  return `52411602MJ0${text}`;
}

function creditCode(number) {
  const body = bodyOf(number);
  let [weight, sum] = [1, 0];
  for (const sign of body) {
    sum += alphabet.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return body + alphabet[(31 - (sum % 31)) % 31];
}

const two = (number) => String(number).padStart(2, "0");

function rowOf(number, pick) {
  const some = (words) => words[pick(words.length)];
  const name = `样例${some(first)}${some(first)}${some(first)}${some(first)}${some(subjects)}${some(endings)}`;
  const day = (from, years) => `${from + pick(years)}-${two(1 + pick(12))}-${two(1 + pick(28))}`;
  const town = some(towns);
  return [
    number,
    name,
    creditCode(number),
    `1411602${two(7 + pick(15))}${String(number % 1_000_000).padStart(6, "0")}`,
    day(2022, 5),
    `${some(["学科类", "艺术类"])}`,
    town,
    `川汇区${town}${some(roads)}${1 + pick(900)}号${1 + pick(20)}号楼${1 + pick(6)}0${1 + pick(9)}室`,
    `13${String(pick(1_000_000_000)).padStart(9, "0")}`,
    some(persons),
    some(persons),
    50 + pick(950),
    pick(400),
    pick(40),
    day(2005, 16),
    `样例第${number}家`,
  ].join(",");
}

export function writeRoster(path, rows) {
  const pick = numbersFrom(20_210_621);
  const file = openSync(path, "w");
  let lines = [header];
  for (let number = 1; number <= rows; number += 1) {
    lines.push(rowOf(number, pick));
    if (lines.length === 10_000) {
      writeSync(file, `${lines.join("\n")}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) writeSync(file, `${lines.join("\n")}\n`);
  closeSync(file);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeRoster(process.argv[3] ?? "roster.csv", Number(process.argv[2] ?? 1_000_000));
