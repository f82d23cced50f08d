/** tuban export (对外提供): the roster for another unit, only the classes of fields that were asked for; who got what, and for what, is recorded. */
import { basename, resolve } from "node:path";
import {
  fieldKeys,
  fieldRow,
  isLicensed,
  maskAddress,
  maskPerson,
  misuse,
  personsNamed,
  publicName,
  publicText,
  refuse,
} from "../campaign/index.ts";
import type { FieldKey, Privacy, PublicWords } from "../campaign/index.ts";
import { sha256Of } from "../ledger/acts/papers.ts";
import { fromJson, toJson } from "../ledger/json.ts";
import { fieldsOf } from "../ledger/roster/content.ts";
import { institutionsListed } from "../ledger/spans/institutions.ts";
import type { InstitutionNow } from "../ledger/now.ts";
import type { Office } from "../office.ts";
import { csvText } from "../write/csv.ts";
import { writeOut } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { plain } from "../write/plain.ts";
import type { Column } from "../write/sheet.ts";
import { actOf, openCampaignAsOf } from "./desk/campaign.ts";
import { fieldKind, fieldValue } from "./desk/field-kind.ts";
import { listOf } from "./desk/values.ts";

export interface ProvisionOptions {
  readonly for: string;
  readonly purpose: string;
  readonly file: string;
  readonly with?: readonly string[];
  readonly town?: string;
}

/** @throws Stop when nobody or no purpose is named, a class is unknown, nothing is to be given, or the file is there already */
export async function provide(office: Office, options: ProvisionOptions): Promise<void> {
  const [unit, purpose] = [options.for.trim(), options.purpose.trim()];
  if (unit === "" || purpose === "")
    misuse("no-purpose", "对外提供要写明给谁、作什么用", { hint: "加 --for 单位 --purpose 用途和依据" });
  if (!options.file.toLowerCase().endsWith(".csv"))
    misuse("bad-format", `文件名要以 .csv 结尾，不是 ${options.file}`, { hint: "例如 --file 底数.csv" });
  const classes = classesOf(options.with ?? []);
  const { ledger, code } = await openCampaignAsOf(office);
  const act = await actOf(office, "export");
  const path = resolve(office.io.cwd, options.file);
  const towns = listOf(options.town);
  const rows = (await institutionsListed(ledger.db, office.asOf)).filter(
    ({ town }) => towns.length === 0 || towns.includes(town ?? ""),
  );
  if (rows.length === 0) refuse("nothing-to-provide", "没有可以提供的：底数里没有这样的机构", { hint: "核对 --town" });
  const fields = fieldKeys.filter((key) => classes.includes(fieldRow(key).privacy));
  const text = csvText({ title: "底数", columns: columnsOf(fields, classes), rows });
  const sha256 = sha256Of(text);
  const columns = ["编号", ...fields.map((key) => fieldRow(key).title)];
  const { seq } = await ledger.record(act, async (entry) => {
    entry.describe(`对外提供：给${unit} ${rows.length} 家（${classes.join("、")}），${purpose}`);
    await entry.add("provision", {
      campaign: code,
      unit,
      purpose,
      classes: toJson(classes),
      columns: toJson(columns),
      rows: rows.length,
      sha256,
      name: basename(path),
      happened_on: office.on,
    });
    // nothing leaves that is not on record: a file that cannot be written takes the entry back
    await writeOut(path, text, office);
  });
  office.io.out.write(
    office.json
      ? jsonText({ entry: seq, for: unit, purpose, classes, columns, rows: rows.length, file: path, sha256 })
      : `${plain(`已写成 ${options.file}：${rows.length} 家，${classes.join("、")}的项目 ${fields.length} 个，给${unit}；提供已记在账上（登记 ${seq ?? ""}）`)}\n`,
  );
}

/** 敏感 brings 内部 along. @throws Stop */
function classesOf(asked: readonly string[]): readonly Privacy[] {
  const words = asked.flatMap((text) => listOf(text));
  const unknown = words.find((word) => word !== "公开" && word !== "内部" && word !== "敏感");
  if (unknown !== undefined)
    misuse("unknown-class", `没有这个类别：${unknown}`, { hint: "可用：内部、敏感；公开的总在里面" });
  if (words.includes("敏感")) return ["公开", "内部", "敏感"];
  return words.includes("内部") ? ["公开", "内部"] : ["公开"];
}

/** Where only public fields are given, they read as the public may see them. Columns that no field claims are never given. */
function columnsOf(fields: readonly FieldKey[], classes: readonly Privacy[]): readonly Column<InstitutionNow>[] {
  const isPublic = classes.length === 1;
  const valueOf = (row: InstitutionNow, key: FieldKey): string | null => {
    const value = fieldsOf(row).get(key);
    return value === undefined ? null : isPublic ? publicValue(row, key, value) : value;
  };
  return [
    { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
    ...fields.map((key): Column<InstitutionNow> => {
      const kind = fieldKind(key);
      return { key, title: fieldRow(key).title, kind, value: (row) => fieldValue(valueOf(row, key), kind) };
    }),
  ];
}

function publicValue(row: InstitutionNow, key: FieldKey, value: string): PublicWords {
  const { publicAs } = fieldRow(key);
  if (publicAs === "名称") {
    const persons = personsNamed({ ...row, principal: fromJson(row.more).principal });
    return publicName(value, { ...row, persons });
  }
  if (publicAs === "人") return maskPerson(value);
  return publicAs === "地址" && !isLicensed(row) ? maskAddress(value) : publicText(value);
}
