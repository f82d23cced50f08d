/** The ledger's server: where it is, read from postgres://user@host:port/database?schema=tuban. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { ClientConfig } from "pg";
import { misuse } from "../../../campaign/index.ts";

export interface Server {
  /** As the user wrote it. */
  readonly place: string;
  /** The schema that holds the ledger: one database may hold several. */
  readonly schema: string;
  /** How long a command waits for others that record, seconds. */
  readonly wait: number;
  /** What the user gave, for the driver; what is missing it takes from PGHOST, PGPORT, PGUSER, PGDATABASE. */
  readonly connection: Pick<ClientConfig, "host" | "port" | "user" | "database" | "ssl" | "application_name">;
}

const parameters = ["schema", "host", "sslmode", "sslrootcert", "wait"];

/** Twenty that record one after the other on a slow server are done in this time, seconds. */
const usualWait = 60;

/** @throws Stop for a place that cannot be read, that has a password in it, or that gives up encryption to another computer */
export function serverOf(place: string): Server {
  const url = urlOf(place);
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined)
    misuse("bad-server", `账本地址里有不认识的参数：${unknown}`, { hint: `能写的有：${parameters.join("、")}` });
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const host = given("host") ?? (decodeURIComponent(url.hostname).replaceAll(/^\[|\]$/g, "") || process.env["PGHOST"]);
  const ssl = encryptionTo(host ?? "localhost", given("sslmode"), given("sslrootcert"));
  return {
    place,
    schema: schemaOf(given("schema") ?? "tuban"),
    wait: waitOf(given("wait")),
    connection: {
      ssl,
      application_name: `tuban ${
        hostname()
          .replaceAll(/[^\w.-]/g, "")
          .slice(0, 30) || "-"
      }`,
      ...(host ? { host } : {}),
      ...(url.port ? { port: Number(url.port) } : {}),
      ...(url.username ? { user: decodeURIComponent(url.username) } : {}),
      ...(url.pathname.length > 1 ? { database: decodeURIComponent(url.pathname.slice(1)) } : {}),
    },
  };
}

function urlOf(place: string): URL {
  const url = URL.canParse(place)
    ? new URL(place)
    : misuse("bad-server", "账本的服务器地址看不懂", { hint: "写成 postgres://用户@服务器:5432/数据库" });
  if (url.password !== "")
    misuse("password-in-place", "口令不能写在账本地址里：命令和地址会留在屏幕上、历史记录里", {
      hint: "从地址里去掉口令，写到环境变量 PGPASSWORD，或用户文件夹下的 .pgpass（Windows：%APPDATA%\\postgresql\\pgpass.conf）",
    });
  return url;
}

/** A schema's name goes into settings of the connection. */
function schemaOf(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && Buffer.byteLength(name) < 64) return name;
  return misuse("bad-server", `账本地址里的 schema 不能这样写：${name}`, {
    hint: "只用字母、汉字、数字和下划线，不以数字开头",
  });
}

function waitOf(seconds: string | undefined): number {
  if (seconds === undefined) return usualWait;
  if (/^[1-9]\d{0,3}$/.test(seconds)) return Number(seconds);
  return misuse("bad-server", `账本地址里的 wait 不能是 ${seconds}`, {
    hint: "写等别人登记完最多等几秒，例如 wait=120",
  });
}

/** Between two computers always encrypted, and the server's certificate checked unless `sslmode=require` says that encryption is enough. */
function encryptionTo(
  host: string,
  mode: string | undefined,
  rootCertificate: string | undefined,
): ClientConfig["ssl"] {
  const modes = ["disable", "require", "verify-full"];
  if (mode !== undefined && !modes.includes(mode))
    misuse("bad-server", `账本地址里的 sslmode 不能是 ${mode}`, { hint: `能写的有：${modes.join("、")}` });
  if (isThisComputer(host) && (mode === undefined || mode === "disable")) return false;
  if (mode === "disable")
    misuse("server-unencrypted", `连到别的电脑上的账本（${host}）必须加密，不能写 sslmode=disable`, {
      hint: "去掉 sslmode=disable；服务器还没有证书的，请管理员配好 TLS",
    });
  const ca = rootCertificate === undefined ? {} : { ca: certificateIn(rootCertificate) };
  return { rejectUnauthorized: mode !== "require", ...ca };
}

/** A socket's folder, or the computer's own address. */
const isThisComputer = (host: string): boolean => /^(?:\/.*|localhost|127(?:\.\d+){3}|::1)$/i.test(host);

function certificateIn(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return misuse("bad-server", `打不开证书文件：${path}`, { hint: "检查账本地址里 sslrootcert 的路径" });
  }
}
