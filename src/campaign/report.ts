/** Report (报表): periods, and the arithmetic of figures. */
export {};
