/** Rows kept back, so that they go to the server together: a row at a time would wait for an answer each. */

/** Sends one statement to the server. */
type Send = (statement: string, values: readonly unknown[]) => Promise<unknown>;

/** Rows of the transaction in progress that the server does not have yet. */
export class WaitingRows {
  readonly #batches = new Map<string, Batch>();
  #size = 0;
  #send: Send = async () => undefined;

  /** The connection that the transaction is on from now on. */
  goThrough(send: Send): void {
    this.#send = send;
  }

  /** Keeps a row; gives a promise when so much waits that it is written now. */
  put(batch: Batch, values: readonly unknown[]): void | Promise<void> {
    const text = rowText(batch.heads, values);
    batch.rows.push(text);
    this.#size += text.length;
    if (this.#size >= enough) return this.write();
  }

  /** The rows of one table with these columns. */
  batchOf(table: string, columns: readonly string[]): Batch {
    const key = `${table} ${columns.join()}`;
    const known = this.#batches.get(key);
    if (known) return known;
    const names = columns.join(", ");
    const insert = `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`;
    const batch = { insert, heads: columns.map((column) => `${JSON.stringify(column)}:`), rows: [] };
    this.#batches.set(key, batch);
    return batch;
  }

  async write(): Promise<void> {
    if (this.#size === 0) return;
    this.#size = 0;
    for (const { insert, rows } of this.#batches.values())
      if (rows.length > 0) await this.#send(insert, [`[${rows.splice(0).join()}]`]);
  }

  drop(): void {
    for (const { rows } of this.#batches.values()) rows.length = 0;
    this.#size = 0;
  }
}

interface Batch {
  readonly insert: string;
  /** The columns' names, as they stand before their values. */
  readonly heads: readonly string[];
  readonly rows: string[];
}

/** So many characters are written at once. */
const enough = 1_000_000;

/** A row as a JSON object; columns without a value are left out. */
function rowText(heads: readonly string[], values: readonly unknown[]): string {
  let pairs = "";
  for (const [at, head] of heads.entries()) {
    const value = values[at];
    if (value !== null && value !== undefined)
      pairs += `,${head}${value instanceof Uint8Array ? bytesText(value) : JSON.stringify(value)}`;
  }
  return `{${pairs.slice(1)}}`;
}

/** Bytes as PostgreSQL reads them from a text. */
const bytesText = (bytes: Uint8Array): string => `"\\\\x${Buffer.from(bytes).toString("hex")}"`;
