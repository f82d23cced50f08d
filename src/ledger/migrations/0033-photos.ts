/** Whether a file is evidence of something else already is asked of every file that is added. */
export const photos = `
create index evidence_content on evidence (sha256);
`;
