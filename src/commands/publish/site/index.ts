/** tuban publish site: a folder for the public (index.html, CSV, JSON, a feed), made of the published versions as they went out. */
import { join, resolve } from "node:path";
import type { JudgedBy } from "../../../campaign/index.ts";
import type { Office } from "../../../office.ts";
import { jsonText } from "../../../write/json.ts";
import { plain } from "../../../write/plain.ts";
import { siteFiles } from "../../../write/site.ts";
import type { Site } from "../../../write/site.ts";
import { calendarOf } from "../../desk/calendar.ts";
import { openCampaignAsOf, refuseNamelessRegion } from "../../desk/campaign.ts";
import { filesOf } from "./files.ts";
import { renewFolder } from "./folder.ts";
import { gather } from "./gather.ts";
import { siteOf } from "./page.ts";
import type { Kept } from "./page.ts";

/** @throws Stop where no list was ever published; file-exists for a file that is not of an earlier site */
export async function publishSite(office: Office, { to }: { readonly to: string }): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  refuseNamelessRegion(plan);
  const measure: JudgedBy = { plan, day: office.asOf, calendar: await calendarOf(office) };
  const gathered = await ledger.read((db) => gather(db, code, measure));
  const { site, kept } = await siteOf(gathered, `${plan.region.name}校外培训机构名单`, measure);
  const folder = resolve(office.io.cwd, to);
  await renewFolder(folder, filesOf(site, office.asOf, gathered), office);
  report(office, { site, kept, folder });
}

function report(
  office: Office,
  {
    site: { lists, rows, gone },
    kept,
    folder,
  }: { readonly site: Site; readonly kept: readonly Kept[]; readonly folder: string },
): void {
  const objected = rows.filter((row) => row.objected).length;
  if (office.json) {
    const counts = lists.map(({ name, version, count }) => ({ list: name, version, count }));
    office.io.out.write(
      jsonText({ folder, page: join(folder, siteFiles.page), lists: counts, objected, removed: gone.length, kept }),
    );
    return;
  }
  const counts = lists.map(({ name, version, count }) => `${name}第 ${version} 版 ${count} 家`).join("，");
  const more = `${objected > 0 ? `，申诉中 ${objected} 家` : ""}${gone.length > 0 ? `，一年内移出的 ${gone.length} 家` : ""}`;
  office.io.out.write(`${counts}${more}\n已写出：${plain(join(folder, siteFiles.page))}（同一文件夹里的都要放上去）\n`);
  for (const { list, subject, name, why } of kept)
    office.io.err.write(`${plain(`没有放上去：${list} ${subject} ${name}（${why}）`)}\n`);
}
