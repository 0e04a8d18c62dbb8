/** How many times longer to wait than a real machine needs: scripts/lab says so of an emulated one. */
export const PATIENCE = Number(process.env['SIGNALS_TRACE_PATIENCE'] ?? 1);
