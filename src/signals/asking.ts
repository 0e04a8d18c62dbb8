/** HUP, INT, QUIT, USR1, TERM, WINCH, PWR and RTMIN+3, by which services are asked to stop. */
export const ASKING: readonly number[] = [1, 2, 3, 10, 15, 28, 30, 37];
