/** The connection to a ledger's server. The only file that knows the driver. */
import { Socket, connect as connectTo } from "node:net";
import { PostgresDialect } from "kysely";
import type { Dialect, PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import type { PoolClient } from "pg";
import { inWords } from "./faults.ts";
import type { Server } from "./place.ts";
import type { WaitingRows } from "./rows.ts";

/** How long a command waits for the server to answer at all, milliseconds. */
const patience = 10_000;

/** Kysely's PostgreSQL dialect over one connection, which rows that wait go through first, and whose faults become sentences. */
export function dialectOf(server: Server, waiting: WaitingRows): Dialect {
  return new PostgresDialect({ pool: async () => plainSpoken(poolOf(server), server.place, waiting) });
}

/** One connection, as with a file: who reads beside a transaction in progress waits for its end. */
function poolOf({ schema, wait, connection }: Server): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max: 1,
    types: { getTypeParser },
    lock_timeout: wait * 1000,
    connectionTimeoutMillis: patience,
    stream: watchedLine,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: [`search_path=${schema}`, ...settings].map((one) => `-c ${one}`).join(" "),
  });
  // a connection that is lost while nobody asks anything is told of by the next query
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * A computer that vanishes in the middle of an act (a lid shut, a network gone) would keep the others out for the two hours after which a
 * server usually asks: here it is given up within half a minute.
 */
const settings = [
  "client_min_messages=warning",
  "jit=off",
  "default_transaction_isolation=read\\ committed",
  "tcp_keepalives_idle=10",
  "tcp_keepalives_interval=5",
  "tcp_keepalives_count=4",
  "tcp_user_timeout=30000",
];

/** How long nothing comes or goes before the server is asked whether it is there, milliseconds. */
const quiet = 15_000;

/**
 * The driver's socket. What the system sent and nobody took it sends again for a quarter of an hour before it gives up: so when a line has
 * been quiet, another one is tried to the same place, and this one is let go where nobody answers. A server that is merely at work answers.
 */
function watchedLine(): Socket {
  const line = new Socket();
  line.setTimeout(quiet, () => {
    const { remoteAddress: host, remotePort: port } = line;
    if (host === undefined || port === undefined) return;
    const probe = connectTo({ host, port, timeout: patience });
    const dead = (): void => {
      probe.destroy();
      line.destroy(new Error("Connection terminated: nobody answers"));
    };
    probe.once("error", dead);
    // a computer that was at work itself for so long first looks whether the answer is there
    probe.once("timeout", () =>
      setImmediate(() => {
        if (!probe.destroyed) dead();
      }),
    );
    probe.once("connect", () => {
      probe.destroy();
      line.setTimeout(quiet);
    });
  });
  return line;
}

/** Counts and sums are numbers: none in a ledger is beyond what a number holds exactly. */
const getTypeParser: typeof pg.types.getTypeParser = (type: number, format?: "text" | "binary") =>
  numbers.has(type) ? Number : pg.types.getTypeParser(type, format);

const numbers: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

function plainSpoken(pool: pg.Pool, place: string, waiting: WaitingRows): PostgresPool {
  return {
    connect: async () => clientOf(await inWords(place, () => pool.connect()), place, waiting),
    end: () => pool.end(),
  };
}

/** A client whose every query comes after the rows that wait, unless it takes the transaction back. */
function clientOf(client: PoolClient, place: string, waiting: WaitingRows): PostgresPoolClient {
  const send = (text: string, values: readonly unknown[]) => inWords(place, () => client.query(text, [...values]));
  waiting.goThrough(send);
  const query = async (text: string, values: readonly unknown[]) => {
    if (text === "rollback") waiting.drop();
    else await waiting.write();
    return send(text, values);
  };
  // Kysely asks by text and values only, as long as it is given no cursor
  return { query: query as unknown as PostgresPoolClient["query"], release: () => client.release() };
}
