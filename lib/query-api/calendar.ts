const DAY = /^(\d{4})-?(\d\d)-?(\d\d)/

/** Whether a text begins with a day that exists. `Date` alone reads 30 February as 2 March. */
export const beginsWithDay = (text: string): boolean => {
  const [, year, month, day] = DAY.exec(text) ?? []
  if (day === undefined) return false
  const lastOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) >= 1 && Number(day) <= lastOfMonth
}
