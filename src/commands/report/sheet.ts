/** A report as rows: every indicator, for the whole and for each town. */
import type { Figure } from "../../campaign/index.ts";
import type { Sheet } from "../../write/sheet.ts";
import type { GatheredReport } from "./gather.ts";
import type { Scope } from "./scope.ts";
import { amountColumns } from "./tables.ts";
import { noTown } from "./words.ts";

interface Line extends Figure {
  readonly town: string;
}

/** Numbers as numbers, so that a spreadsheet can add them; nothing where a ratio has no value. */
export function reportSheet(scope: Scope, { figures, figuresByTown, checkCode }: GatheredReport): Sheet<Line> {
  const { words, cutOff, kind } = scope;
  return {
    title: `${kind.name}（截至 ${cutOff}）`,
    columns: [
      { key: "town", title: "范围", value: ({ town }) => town },
      { key: "name", title: "指标", value: ({ name }) => name },
      { key: "basis", title: "口径", value: ({ basis }) => basis },
      { key: "unit", title: "单位", value: ({ unit }) => unit },
      ...amountColumns(words),
      { key: "asOf", title: "截至日", kind: "day", value: () => cutOff },
      { key: "checkCode", title: "校验码", kind: "code", value: () => checkCode },
    ],
    rows: [
      // Of one town alone there is no whole to state.
      ...(scope.town === undefined ? figures.map((figure) => ({ ...figure, town: "全部" })) : []),
      ...figuresByTown.flatMap(({ town, figures: ofTown }) =>
        ofTown.map((figure) => ({ ...figure, town: town ?? noTown })),
      ),
    ],
  };
}
