/**
 * Step 4: what one part of a plan says about another. Each check is a function that gives every problem it finds;
 * it is left out where a section it relies on could not be read, lest one fault be told twenty times.
 */
import type { Plan, Problem } from "../../campaign/index.ts";
import { cutoffsFitTheirRhythm, limitsLieInTheCampaign, untilIsNotBeforeFrom } from "./checks/days.ts";
import {
  consistencyReads,
  indicatorsFitTheirSets,
  measuredItemsHaveThresholds,
  ratiosDivideLikeByLike,
  talliesHaveOneUnit,
  thresholdsAreNumbers,
} from "./checks/figures.ts";
import { lawsAreInForce, lawsAreKnown } from "./checks/laws.ts";
import { listConditionsCanBeMet, listSituationsCanArise } from "./checks/lists.ts";
import { itemsStandUnderTheirTopic, namesAreUnique, numbersTellOrdersApart } from "./checks/names.ts";
import type { Locate } from "./checks/parts.ts";
import {
  bucketsAreKnown,
  categoriesAreKnown,
  departmentsAreKnown,
  drawsAreKnown,
  editionsAreKnown,
  expectationsAreKnown,
  filteredPhasesAreKnown,
  filteredTownsAreKnown,
  indicatorsAreKnown,
  issuersHaveNumberWords,
  itemsAreKnown,
  kindsAreInScope,
  orderKindsAreKnown,
  topicsAreKnown,
  visitKindsAreKnown,
} from "./checks/references.ts";
import {
  namedRegistersAreKnown,
  registerActorsAreKnown,
  registerExamplesHold,
  registerFieldsAreKnown,
  registerFiguresAreKnown,
  registerNamesAreUnique,
  registerStatesAreKnown,
  registersAreWhole,
  stepPapersMayBeIssued,
  registerWordsAreFree,
  stepWordsStandOnce,
} from "./checks/registers.ts";
import type { Section } from "./shape.ts";

export interface Check {
  /** Sections that define what the others refer to. */
  readonly reliesOn: readonly Section[];
  readonly find: (plan: Plan, locate: Locate) => Problem[];
}

export const checks: readonly Check[] = [
  { reliesOn: [], find: namesAreUnique },
  { reliesOn: [], find: untilIsNotBeforeFrom },
  { reliesOn: ["阶段"], find: limitsLieInTheCampaign },
  { reliesOn: [], find: thresholdsAreNumbers },
  { reliesOn: ["阈值"], find: measuredItemsHaveThresholds },
  { reliesOn: ["部门", "工作机构"], find: departmentsAreKnown },
  { reliesOn: ["部门", "文书种类"], find: issuersHaveNumberWords },
  { reliesOn: ["文书种类"], find: numbersTellOrdersApart },
  { reliesOn: ["法律依据"], find: lawsAreKnown },
  { reliesOn: ["阶段", "法律依据"], find: lawsAreInForce },
  { reliesOn: ["文书种类"], find: orderKindsAreKnown },
  { reliesOn: ["类别"], find: categoriesAreKnown },
  { reliesOn: ["治理内容"], find: topicsAreKnown },
  { reliesOn: ["文书种类"], find: listConditionsCanBeMet },
  { reliesOn: ["治理内容"], find: listSituationsCanArise },
  { reliesOn: ["分批"], find: bucketsAreKnown },
  { reliesOn: ["治理内容"], find: itemsAreKnown },
  { reliesOn: ["治理内容"], find: itemsStandUnderTheirTopic },
  { reliesOn: ["治理对象"], find: kindsAreInScope },
  { reliesOn: ["台账", "检查种类"], find: drawsAreKnown },
  { reliesOn: ["治理内容", "台账", "指标"], find: visitKindsAreKnown },
  { reliesOn: ["台账", "应有", "编印"], find: editionsAreKnown },
  { reliesOn: ["台账", "检查种类", "报表", "应有"], find: expectationsAreKnown },
  { reliesOn: ["指标"], find: indicatorsAreKnown },
  { reliesOn: ["指标"], find: ratiosDivideLikeByLike },
  { reliesOn: ["指标"], find: indicatorsFitTheirSets },
  { reliesOn: ["指标"], find: talliesHaveOneUnit },
  { reliesOn: ["阶段"], find: filteredPhasesAreKnown },
  { reliesOn: ["乡镇街道"], find: filteredTownsAreKnown },
  { reliesOn: [], find: cutoffsFitTheirRhythm },
  { reliesOn: ["指标"], find: consistencyReads },
  { reliesOn: ["台账"], find: registerWordsAreFree },
  { reliesOn: ["台账"], find: registerNamesAreUnique },
  { reliesOn: ["台账"], find: registerFieldsAreKnown },
  { reliesOn: ["台账"], find: registerExamplesHold },
  { reliesOn: ["台账"], find: namedRegistersAreKnown },
  { reliesOn: ["台账"], find: registerStatesAreKnown },
  { reliesOn: ["部门", "工作机构", "台账"], find: registerActorsAreKnown },
  { reliesOn: ["台账"], find: registersAreWhole },
  { reliesOn: ["台账", "文书种类", "部门"], find: stepPapersMayBeIssued },
  { reliesOn: ["台账"], find: stepWordsStandOnce },
  { reliesOn: ["台账", "指标"], find: registerFiguresAreKnown },
];
