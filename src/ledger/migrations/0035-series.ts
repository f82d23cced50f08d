/** The highest number of a series (发文字号) is asked for by every paper that is issued. */
export const series = `
create index orders_series on orders (word, year, serial);
create index paper_series on paper (word, year, serial);
`;
