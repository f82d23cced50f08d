/** Administrative divisions (行政区划): provinces in the order of GB/T 2260, and which of them a name means. */

const provinces = (
  "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 " +
  "广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 新疆生产建设兵团 " +
  "台湾省 香港特别行政区 澳门特别行政区"
).split(" ");

/** 内蒙古, 内蒙古自治区; 北京, 北京市; 兵团. */
const places: ReadonlyMap<string, number> = new Map(
  provinces.flatMap((name, place): [string, number][] => [
    [name, place],
    [name.replace(/(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$/, ""), place],
    ...(name === "新疆生产建设兵团" ? [["兵团", place] as [string, number]] : []),
  ]),
);

/** The place of a province in that order, by its full or its short name; null for what is no province. */
export function provincePlace(name: string): number | null {
  return places.get(name.trim()) ?? null;
}

/** Units in the order of their codes where all have one; else provinces as above, and within each as they were first named. */
export function inDivisionOrder<Unit extends { readonly province: string | null; readonly code?: string }>(
  units: readonly Unit[],
): Unit[] {
  const codes = units.every(({ code }) => code !== undefined);
  if (codes) return units.toSorted((one, other) => ((one.code ?? "") < (other.code ?? "") ? -1 : 1));
  const placeOf = ({ province }: Unit): number =>
    (province === null ? null : provincePlace(province)) ?? provinces.length;
  return units.toSorted((one, other) => placeOf(one) - placeOf(other));
}
