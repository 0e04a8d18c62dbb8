/** The factor by which tests wait longer than on a real machine; scripts/lab sets it for emulated ones. */
export const PATIENCE = Number(process.env['LAB_PATIENCE'] ?? 1);
