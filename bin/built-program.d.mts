export declare const PROGRAM_FOLDER: string
export declare const MADE_OF: string
export declare const markOf: (file: string) => string
export declare const builtProgram: (folder?: string) => string | undefined
export declare const buildProgramSoon: () => void
