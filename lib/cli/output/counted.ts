/** A number with its noun: "1 job", "0 jobs", "2 streams". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
