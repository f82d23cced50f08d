/** tuban ledger roles: who may do what in a ledger on a server. */
import { grouped, misuse, refuse } from "../../campaign/index.ts";
import { isServer } from "../../ledger/engines/storage.ts";
import { membersOf, ownsLedger, roles as allRoles, setUpRoles } from "../../ledger/roles.ts";
import type { Member, Role } from "../../ledger/roles.ts";
import type { Office } from "../../office.ts";
import { print } from "../desk/print.ts";

export interface RolesOptions {
  readonly give?: readonly string[];
  readonly take?: readonly string[];
}

/** Brings groups and rights up to date where the login owns the ledger, gives and takes, and shows who belongs to the office. @throws Stop */
export async function roles(office: Office, { give = [], take = [] }: RolesOptions): Promise<void> {
  if (!isServer(office.home.ledger))
    refuse("roles-on-file", `账本是电脑上的一个文件，谁能打开文件谁就能登记：${office.home.ledger}`, {
      hint: "要分角色，先用 tuban ledger copy 搬到服务器",
    });
  const given = give.flatMap(membersIn);
  const { db } = await office.ledger();
  if (given.length > 0 || take.length > 0 || (await ownsLedger(db))) await setUpRoles(db, { give: given, take });
  const members = grouped(await membersOf(db), ({ login }) => login);
  await print(office, {
    title: `这本账的人（${members.size} 个账号）`,
    columns: [
      { key: "login", title: "账号", value: ([login]) => login },
      { key: "roles", title: "角色", value: ([, its]) => its.map(({ role }) => role).join("、") },
    ],
    rows: [...members],
  });
}

/** zhang=检查,审批 @throws Stop bad-role */
function membersIn(text: string): readonly Member[] {
  const [login = "", names = ""] = text.split("=");
  const bad = (): never =>
    misuse("bad-role", `看不懂 --give ${text}`, { hint: `写成 账号=角色，角色有：${allRoles.join("、")}` });
  const isRole = (name: string): name is Role => (allRoles as readonly string[]).includes(name);
  return login === ""
    ? bad()
    : names.split(/[,，、]/).map((name): Member => (isRole(name) ? { login, role: name } : bad()));
}
