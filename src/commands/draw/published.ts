/** tuban draw file, tuban draw check: what is published of a draw, and its replay by anybody, without a ledger. */
import { join, resolve } from "node:path";
import { drawFrom, refuse } from "../../campaign/index.ts";
import type { DrawnPlace } from "../../campaign/index.ts";
import { drawNamed } from "../../ledger/acts/draws.ts";
import type { DrawNow } from "../../ledger/acts/draws.ts";
import type { Office } from "../../office.ts";
import type { Done } from "../../io.ts";
import { fileText } from "../../read/file.ts";
import { readPublishedDraw } from "../../read/draw.ts";
import type { PublishedDraw, PublishedPlace } from "../../read/draw.ts";
import { makeFolder, writeOut } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { drawnIn } from "./outcome.ts";
import { digestOf, positionsBy } from "./position.ts";
import { tell } from "../desk/print.ts";

const publishedPlaces = (drawn: readonly DrawnPlace[]): PublishedPlace[] =>
  drawn.map(({ place, officers, skipped }) => ({
    place: place.label,
    officers: officers.map(({ label }) => label),
    skipped,
  }));

/** @throws Stop when there is no seed yet */
function publishedOf(draw: DrawNow): PublishedDraw {
  const { row, seed, changes } = draw;
  if (seed === null)
    return refuse("draw-no-seed", `${row.number} 还没有抽出`, { hint: `先登记种子：tuban draw seed ${row.id}` });
  return {
    format: "tuban-draw-result-1",
    roster: row.roster,
    sha256: row.sha256,
    seed: seed.text,
    origin: seed.origin,
    drawnOn: seed.on,
    changes,
    drawn: publishedPlaces(drawnIn(draw)),
  };
}

/** tuban draw file: everything that a replay needs, as one file. */
export async function drawFile(
  office: Office,
  query: string | undefined,
  { out }: { readonly out?: string },
): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const draw = await drawNamed(ledger.db, office.asOf, code, query);
  const text = jsonText(publishedOf(draw));
  const folder = join(office.home.folder, "抽取");
  if (out === undefined) await makeFolder(folder);
  const file = out === undefined ? join(folder, `${draw.row.number} 结果.json`) : resolve(office.io.cwd, out);
  await writeOut(file, text, office);
  await tell(office, plain(`${draw.row.number} → ${file}`), { number: draw.row.number, file });
}

/** tuban draw check: 1 where the file does not give what it says. */
export function drawCheck(office: Office, file: string): Done {
  const { out } = office.io;
  const { published, roster } = readPublishedDraw(fileText(resolve(office.io.cwd, file)), file);
  const digest = digestOf(published.roster);
  if (digest !== published.sha256)
    refuse("draw-altered", `名录库与校验码不符：${file}`, { hint: `校验码应为 ${digest}；向公布单位要原文件` });
  const drawn = publishedPlaces(drawFrom(roster, positionsBy(published.seed, digest), published.changes));
  const differs = drawn.find((one, at) => JSON.stringify(one) !== JSON.stringify(published.drawn[at]));
  if (differs || drawn.length !== published.drawn.length)
    refuse("draw-differs", `重放的结果与公布的不同，从 ${differs?.place ?? "末尾"} 起：${file}`, {
      hint: "名录库、种子或结果被改过；向公布单位要原文件",
    });
  if (office.json) out.write(jsonText({ number: roster.number, sha256: digest, drawn }));
  else
    out.write(
      `${plain(`重放一致：${roster.number}，对象 ${roster.places.length}，抽中 ${drawn.length}`)}\n校验码 ${digest}\n`,
    );
  return 0;
}
