/**
 * Who may do what in a ledger on a server: five groups of the database, and a table of the logins that belong to this ledger's office.
 *
 * A ledger is a schema, one county's: its groups may do nothing outside it. Besides, every row is behind row-level security that asks
 * whether the login itself (session_user, which SET ROLE does not change) is of this office: a group given by mistake shows no row.
 * Facts have no policy of changing or deleting, for the owner neither (FORCE), and the guards refuse what is left.
 */
import { CompiledQuery, sql } from "kysely";
import { Stop, hint, misuse, next, refuse } from "../campaign/index.ts";
import { factTables } from "./tables.ts";
import type { Db, FactTable } from "./tables.ts";

export const roles = ["读", "检查", "审批", "公开", "管理"] as const;

export type Role = (typeof roles)[number];

export interface Member {
  readonly login: string;
  readonly role: Role;
}

const inspecting: readonly FactTable[] = [
  "import_batch",
  "roster",
  "doubt",
  "pairing",
  "choice",
  "inspection",
  "attendance",
  "answer",
  "finding",
  "review_outcome",
  "service",
  "service_attempt",
  "service_proof",
  "service_return",
  "register_entry",
  "register_step",
  "tally",
  "draw",
  "draw_seed",
  "draw_change",
];

const approving: readonly FactTable[] = [
  "orders",
  "order_finding",
  "extension",
  "withdrawal",
  "waiver",
  "close_out",
  "disposition",
  "penalty_case",
  "case_step",
  "case_measure",
  "register_step",
  "issued_return",
  "edition",
  "correction",
  "annulment",
];

/** Who acts may be asked for these: a paper, its original, a file, and that the clock is right. */
const whoeverActs: readonly FactTable[] = ["evidence", "paper", "issued_file", "incident"];

/** The facts that each role may record. What is not named here, a kind that is new among them, is for 管理 alone. */
export const mayRecord: Readonly<Record<Role, readonly FactTable[]>> = {
  读: [],
  检查: [...inspecting, ...whoeverActs],
  审批: [...approving, ...whoeverActs],
  公开: ["publication", "listing", "listing_change", ...whoeverActs],
  管理: factTables,
};

type Right = "insert" | "update" | "delete";

/** What is no fact: what a person who acts may do with it, and 读 with none of it but look. */
const besides: Readonly<Record<string, readonly Right[]>> = {
  journal: ["insert"],
  span: ["insert", "delete"],
  trait: ["insert"],
  setting: ["insert", "update", "delete"],
  draft: ["insert", "update", "delete"],
  sign_page: ["insert", "delete"],
  file_piece: ["insert"],
  sealed_text: ["insert"],
};

/** What 读 may not even look at: the names of complainants. */
const closed: ReadonlySet<string> = new Set(["sealed_text"]);

/** What 管理 alone may destroy, when the ledger says that it is destroyed. */
const destroyed: Readonly<Record<string, string>> = {
  sealed_text:
    "exists (select from register_erasure as gone where gone.of_entry = sealed_text.of_entry and gone.field = sealed_text.field)",
  file_piece: "exists (select from evidence_erasure as gone where gone.sha256 = file_piece.sha256)",
};

/** Settings that only the owner may change: where files lie, and by which law the spans were made. */
const settingsOfOwner = "('files', 'spans')";

interface Place {
  readonly database: string;
  readonly schema: string;
  readonly login: string;
  /** Whether the login owns the ledger, and so may say who is of the office. */
  readonly owns: boolean;
}

async function placeOf(db: Db): Promise<Place> {
  const { rows } = await sql<Place>`
    select current_database() as database, current_schema() as schema, session_user as login,
      pg_has_role(session_user, nspowner, 'member') as owns
    from pg_namespace where nspname = current_schema()`.execute(db);
  return rows[0] ?? refuse("ledger-forbidden", "你的账号看不到这本账", { hint: "请管理员给这个账号授权" });
}

/** Whether the login that asks may set roles. */
export const ownsLedger = async (db: Db): Promise<boolean> => (await placeOf(db)).owns;

const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Groups belong to the whole server: their names tell the database and the ledger. @throws Stop when the server would cut the name short */
function groupOf({ database, schema }: Place, role: Role): string {
  const name = `${database}.${schema}.${role}`;
  if (Buffer.byteLength(name) < 64) return quotedName(name);
  return misuse("name-too-long", `数据库和 schema 的名称太长，角色“${name}”起不了名`, {
    hint: "换短一些的数据库名或 schema 名",
  });
}

/** Every login that belongs to the office, by name. */
export async function membersOf(db: Db): Promise<readonly Member[]> {
  const { rows: found } = await sql<{ there: boolean }>`select to_regclass('member') is not null as there`.execute(db);
  if (found[0]?.there !== true) return [];
  return (await sql<Member>`select login, role from member order by login, role`.execute(db)).rows;
}

export interface RoleChanges {
  readonly give: readonly Member[];
  readonly take: readonly string[];
}

/**
 * Makes the groups and their rights as they should be, however often, and gives and takes memberships; the login that does it is 管理.
 * @throws Stop roles-not-owner · no-such-login
 */
export async function setUpRoles(db: Db, { give, take }: RoleChanges): Promise<void> {
  const place = await placeOf(db);
  if (!place.owns)
    refuse("roles-not-owner", `只有建这本账的账号能设角色，你是 ${place.login}`, { hint: "用建账的账号登录再运行" });
  await db.transaction().execute(async (within) => {
    const run = (statements: string) => within.executeQuery(CompiledQuery.raw(statements));
    for (const role of roles) await makeGroup(within, groupOf(place, role));
    await run(rightsIn(place));
    await addMember(within, place, { login: place.login, role: "管理" });
    for (const member of give) await addMember(within, place, member);
    for (const login of take) await removeMember(within, place, login);
  });
}

async function makeGroup(db: Db, group: string): Promise<void> {
  const name = group.slice(1, -1);
  const { rows } = await sql`select 1 from pg_roles where rolname = ${name}`.execute(db);
  if (rows.length === 0) await db.executeQuery(CompiledQuery.raw(`create role ${group} nologin`));
}

async function addMember(db: Db, place: Place, { login, role }: Member): Promise<void> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${login} and rolcanlogin`.execute(db);
  if (rows.length === 0)
    throw new Stop(2, [
      {
        code: "no-such-login",
        message: `服务器上没有这个登录账号：${login}`,
        hint: "请管理员先建：create role 账号 login，再用 \\password 账号 设口令",
      },
    ]);
  await sql`insert into member (login, role) values (${login}, ${role}) on conflict do nothing`.execute(db);
  // who owns the ledger has every right in it
  if (login !== place.login)
    await db.executeQuery(CompiledQuery.raw(`grant ${groupOf(place, role)} to ${quotedName(login)}`));
}

async function removeMember(db: Db, place: Place, login: string): Promise<void> {
  if (login === place.login)
    refuse("roles-owner-stays", `建账的账号不能除去：${login}`, {
      hint: "换一个账号，或请数据库管理员改 schema 的所有者",
    });
  const { rows } = await sql<Member>`delete from member where login = ${login} returning login, role`.execute(db);
  if (rows.length === 0)
    misuse("no-such-member", `这本账里没有这个账号：${login}`, { hint: hint`用 ${next("ledger roles")} 看有哪些` });
  for (const { role } of rows)
    await db.executeQuery(CompiledQuery.raw(`revoke ${groupOf(place, role)} from ${quotedName(login)}`));
}

/** All rights, as they should be; what was there before goes. */
function rightsIn(place: Place): string {
  const schema = quotedName(place.schema);
  const group = (role: Role): string => groupOf(place, role);
  const all = roles.map(group).join(", ");
  const acting = roles
    .filter((role) => role !== "读")
    .map(group)
    .join(", ");
  const open = [...factTables, ...Object.keys(besides).filter((table) => !closed.has(table))];
  return [
    `create table if not exists member (login name not null, role text not null, primary key (login, role))`,
    `revoke all on schema ${schema} from public`,
    `revoke all on all tables in schema ${schema} from public, ${all}`,
    `revoke all on all functions in schema ${schema} from public, ${all}`,
    `grant usage on schema ${schema} to ${all}`,
    `grant select on ${[...open, "member", "migration"].join(", ")} to ${all}`,
    `grant select on ${[...closed].join(", ")} to ${acting}`,
    `grant delete on ${Object.keys(destroyed).join(", ")} to ${group("管理")}`,
    // a table that a later version makes is for reading, and for 管理 to add to, until this is run again
    `alter default privileges in schema ${schema} grant select on tables to ${all}`,
    `alter default privileges in schema ${schema} grant insert on tables to ${group("管理")}`,
    ...roles.flatMap((role) =>
      mayRecord[role].length === 0 ? [] : [`grant insert on ${mayRecord[role].join(", ")} to ${group(role)}`],
    ),
    ...Object.entries(besides).map(([table, rights]) => `grant ${rights.join(", ")} on ${table} to ${acting}`),
    ...factTables.flatMap((table) => secured(schema, table, ["select", "insert"])),
    ...Object.entries(besides).flatMap(([table, rights]) => secured(schema, table, ["select", ...rights])),
    ...Object.entries(destroyed).flatMap(([table, isGone]) => [
      ...secured(schema, table, ["delete"]),
      `drop policy if exists recorded_delete on ${table}`,
      `create policy recorded_delete on ${table} as restrictive for delete using (${isGone})`,
    ]),
    ...settingsPolicies(place),
  ]
    .map((statement) => `${statement};\n`)
    .join("");
}

/** Row-level security of a table: rows are for logins of this office. The question is asked once a statement, not once a row. */
function secured(schema: string, table: string, rights: readonly ("select" | Right)[]): string[] {
  const isOurs = `exists (select from ${schema}.member where login = session_user)`;
  const policy = (right: "select" | Right): string[] => {
    const clause = right === "insert" ? `with check (${isOurs})` : `using (${isOurs})`;
    return [
      `drop policy if exists office_${right} on ${table}`,
      `create policy office_${right} on ${table} for ${right} ${clause}`,
    ];
  };
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    ...rights.flatMap(policy),
  ];
}

function settingsPolicies(place: Place): string[] {
  const owns = `pg_has_role(session_user, (select nspowner from pg_namespace where nspname = ${literal(place.schema)}), 'member')`;
  // who acts when a login records is for that login alone to say
  const may = `((name not in ${settingsOfOwner} or ${owns}) and (name not like 'actor %' or name = 'actor ' || session_user))`;
  return (["insert", "update", "delete"] as const).flatMap((right) => [
    `drop policy if exists owner_${right} on setting`,
    `create policy owner_${right} on setting as restrictive for ${right} ${right === "insert" ? "with check" : "using"} ${may}`,
  ]);
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
