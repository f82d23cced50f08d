/** tuban ledger: where a ledger is kept. */
export { copy } from "./copy.ts";
