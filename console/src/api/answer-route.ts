/** Which route an answer is of, as long as someone holds the answer. */
const routes = new WeakMap<Response, string>()

/** @param route for example `GET /v1/jobs/{jobId}` */
export const nameRoute = (answer: Response, route: string): void => void routes.set(answer, route)

export const routeOf = (answer: Response): string | undefined => routes.get(answer)
