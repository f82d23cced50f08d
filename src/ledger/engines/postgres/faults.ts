/** What PostgreSQL and the network report, said so that the user can do something about it. */
import { Stop, hint, kindsByName, next } from "../../../campaign/index.ts";
import type { Hint, ProblemCode } from "../../../campaign/index.ts";
import { conflictCode } from "../engine.ts";

/** Whether the connection went away. */
export const isLost = (error: unknown): boolean =>
  error instanceof Stop && error.problems.some(({ code }) => code === lost[1]);

type Words = readonly [exit: 1 | 2 | 4, code: ProblemCode, message: string, hint: Hint];

/** @throws Stop for what the user can do something about, the driver's own error otherwise */
export async function inWords<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw stopOf(error, place) ?? error;
  }
}

function stopOf(error: unknown, place: string): Stop | null {
  if (!(error instanceof Error) || error instanceof Stop) return null;
  const state = codeOf(error);
  const words = wordsByState[state] ?? wordsByClass[state.slice(0, 2)] ?? wordsByMessage(error.message);
  if (!words) return null;
  const [exit, code, plain, hint] = words;
  const message = words === forbidden ? refusalOf(error.message) : plain;
  return Object.assign(new Stop(exit, [{ code, message: `${message}：${place}`, hint }]), { cause: error });
}

/** Five characters of the server's (SQLSTATE), or the system's or OpenSSL's own code; also of what was said in words already. */
export function codeOf(error: unknown): string {
  if (error instanceof Stop) return codeOf(error.cause);
  // several addresses of one host were tried
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
  return first instanceof Error && "code" in first ? String(first.code) : "";
}

const unreachable: Words = [
  1,
  "server-unreachable",
  "连不上账本所在的服务器",
  "检查网络、服务器的地址和端口，或问管理员数据库开着没有",
];
const lost: Words = [1, "connection-lost", "与账本服务器的连接断了，这次没有登记", "网络恢复后再运行一次"];
const certificate: Words = [
  1,
  "server-certificate",
  "服务器的证书核对不上",
  "向管理员要单位的根证书，在账本地址后加 ?sslrootcert=证书文件",
];
const forbidden: Words = [
  1,
  "ledger-forbidden",
  "数据库不许你的账号这样做",
  hint`请管理员用 ${next("ledger roles")} 给这个账号合适的角色`,
];

/** What the server does not allow, as far as it says of which table: its sentence ends with the name, or has it in quotes. */
function refusalOf(said: string): string {
  // of a policy that keeps out more than strangers (roles.ts) the server says the name in between
  if (said.includes("row-level security policy for")) return "你的账号不是这本账的人，不能看也不能登记";
  const [, table] = /(\w+)["”]?$/.exec(said) ?? [];
  const title = kindsByName.get(table ?? "")?.title;
  if (title !== undefined) return `你的账号在这本账里不能登记“${title}”`;
  return table === "sealed_text" ? "你的账号不能看保密的内容" : forbidden[2];
}

const damaged: Words = [4, "ledger-damaged", "服务器报告数据已损坏", "停止使用，请管理员检查服务器，用最近的备份恢复"];
const conflict: Words = [1, conflictCode, "账本正被别人同时改动，试了几次都没有登记上", "过一会儿再运行一次"];

const wordsByState: Readonly<Record<string, Words>> = {
  "25P03": lost,
  "25P04": lost,
  "28P01": [
    2,
    "wrong-password",
    "登录账本服务器的口令不对",
    "口令写在环境变量 PGPASSWORD 或 .pgpass 里；忘了的请管理员重设",
  ],
  "28000": [2, "login-refused", "服务器不让这个用户从这台电脑登录", "检查用户名，或请管理员放行"],
  "3D000": [2, "no-such-database", "服务器上没有这个数据库", "检查地址里的数据库名；还没有的，请管理员先建一个空的"],
  "25006": [1, "ledger-read-only", "服务器现在只能读，不能登记", "这也许是备用的服务器，请管理员看一看"],
  "40001": conflict,
  "40P01": conflict,
  "53100": [1, "disk-full", "服务器的磁盘已满，没有写入任何内容", "请管理员腾出空间后再试一次"],
  "53200": [1, "server-memory", "服务器内存不够，没有写入任何内容", "过一会儿再试；总是这样的，请管理员看一看"],
  "53300": [1, "server-full", "服务器的连接数已满", "过一会儿再试；总是这样的，请管理员加大 max_connections"],
  "55P03": [
    1,
    "ledger-busy",
    "别的程序锁住了账本里的表，没有等到，什么也没有登记",
    "等那边结束后再运行一次；长时间不结束的，请管理员看一看",
  ],
  "57014": [
    1,
    "server-cancelled",
    "服务器中断了这次操作，没有写入任何内容",
    "再运行一次；总是这样的，请管理员看 statement_timeout",
  ],
  "57P01": lost,
  "57P02": lost,
  "57P03": [1, "server-unreachable", "账本服务器正在启动或关闭", "过一会儿再试"],
  "57P05": lost,
  "22021": [1, "text-unstorable", "有一个字符数据库存不了（空字符），没有写入任何内容", "从文件里去掉这个看不见的字符"],
  "22P05": [1, "text-unstorable", "有一个字符数据库存不了（空字符），没有写入任何内容", "从文件里去掉这个看不见的字符"],
  "42501": forbidden,
  "58030": [1, "ledger-io", "服务器读写磁盘时出错，没有写入任何内容", "请管理员检查服务器的磁盘"],
  XX001: damaged,
  XX002: damaged,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOENT: unreachable,
  ECONNRESET: lost,
  EPIPE: lost,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  CERT_HAS_EXPIRED: certificate,
};

const wordsByClass: Readonly<Record<string, Words>> = { "08": lost };

/** What the driver itself finds has no code. */
function wordsByMessage(message: string): Words | null {
  if (message.includes("does not support SSL"))
    return [
      1,
      "server-unencrypted",
      "服务器没有开通加密连接，tuban 不在网络上明文传送账本",
      "请管理员给数据库配好 TLS 证书",
    ];
  if (message.includes("password must be a string"))
    return [2, "no-password", "登录账本服务器要口令", "把口令写到环境变量 PGPASSWORD，或用户文件夹下的 .pgpass"];
  if (/timeout expired|timeout exceeded when trying to connect|due to connection timeout/.test(message))
    return unreachable;
  if (/Connection terminated|Client has encountered a connection error|not queryable/.test(message)) return lost;
  return null;
}
