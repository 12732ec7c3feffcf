/** A JSON text as its value; `undefined` if the text is not JSON, which no JSON text means. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
