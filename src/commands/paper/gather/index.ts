/** The fields of each paper, from what the ledger says on the day: by what the paper rests on. */
import { closingPaper } from "./closing.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";
import { drawPaper } from "./draw.ts";
import { campaignPaper, listPaper } from "./public.ts";
import { servicePaper } from "./service.ts";
import { findingsPaper, subjectPaper } from "./subject.ts";
import { inspectionPaper, reviewPaper } from "./visit.ts";
import type { PaperKind } from "../kinds.ts";

/** @throws Stop when what the paper rests on is not there, or does not allow it */
export async function gather(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  switch (kind.restsOn) {
    case "检查":
      return inspectionPaper(desk, kind, wanted);
    case "复查":
      return reviewPaper(desk, kind, wanted);
    case "机构":
      return subjectPaper(desk, kind, wanted);
    case "问题":
      return findingsPaper(desk, kind, wanted);
    case "销号":
      return closingPaper(desk, kind, wanted);
    case "文书":
      return servicePaper(desk, kind, wanted);
    case "名单":
      return listPaper(desk, kind);
    case "抽取":
      return drawPaper(desk, kind, wanted);
    case "专项行动":
      return campaignPaper(desk);
  }
}
