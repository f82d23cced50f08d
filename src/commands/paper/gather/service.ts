/** The proof of an order's service (送达回证). */
import { chineseDay, misuse, officeDetails, refuse } from "../../../campaign/index.ts";
import { fromJson } from "../../../ledger/json.ts";
import { orderNamed, proofOf, serviceOf } from "../../../ledger/acts/orders.ts";
import type { ServiceProofRow } from "../../../ledger/tables.ts";
import type { Fields } from "../../../write/document.ts";
import type { PaperKind } from "../kinds.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";

export async function servicePaper(desk: PaperDesk, kind: PaperKind, { query }: PaperWanted): Promise<GatheredFields> {
  const { db, on, campaign, plan } = desk;
  if (query === null)
    return misuse("no-order", `没有写明${kind.name}是哪份文书的`, { hint: `写成 tuban paper issue ${kind.name} 文号` });
  const order = await orderNamed(db, on, campaign, query);
  if (order.stage === "已撤回")
    refuse("order-withdrawn", `${order.number} 已撤回，不能再出${kind.name}`, {
      hint: "需要的重新签发：tuban order issue",
    });
  const service = await serviceOf(db, order.id);
  const proof = service && (await proofOf(db, service.id));
  return {
    aboutId: order.id,
    subject: order.subject,
    addressee: order.addressee,
    issuers: [order.issuer],
    fields: {
      送达文书: order.kind,
      送达文号: order.number,
      文书日期: chineseDay(order.happened_on),
      受送达人: order.addressee,
      送达方式: service ? `${service.method}送达` : "□直接　□留置　□电子　□邮寄　□公告",
      送达日期: service ? chineseDay(service.happened_on) : "",
      送达人: proof ? fromJson(proof.officers).join("、") : "",
      收件人: service?.recipient ?? "",
      联系方式: officeDetails(plan, order.issuer).contact,
      备注: [service?.note ?? "", proof?.mail_no ? `邮件号 ${proof.mail_no}` : ""]
        .filter((one) => one !== "")
        .join("；"),
      ...(proof && proofFields(proof)),
    },
  };
}

/** Only what was told: for the rest the form keeps its own lines. */
function proofFields({ place, relation, witness }: ServiceProofRow): Fields {
  const told = {
    送达地点: place,
    代收人: relation,
    见证人: witness,
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value));
}
