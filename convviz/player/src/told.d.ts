// deno-lint-ignore-file no-var no-explicit-any -- a property of globalThis is declared by var, and Plotly has no types
// What Python sends to the player, as JSON: `Film.payload`, and what the page around it adds.

/** The style sheet, which Python makes of the drawing's colours and puts before the player. */
declare const STYLE: string

/** The end of a page, compressed, in base64. */
declare const PACKED: string

/** The page in the frame of a widget. */
declare const PAGE: string

/** A cell's number: as it is written, the tile it stands on, the whole of it, shorter forms. */
type Digits = [short: string, tile?: number, full?: string, ...shorter: string[]]

/** What a slot shows: a number, a line of an equation, a text, where an outline lies, or nothing. */
type Value = Digits | Line | string | number[] | null

/** An equation: its size, the form of its terms, and their texts. */
interface Line {
  size: number
  form: number
  texts: string[]
}

/** A term: the phases from which on and up to which it is there, its colour, mark and line break. */
type Term = [first: number, last: number, ink: string, mark: number, lineBreak: number]

/** How the cells of a tensor are told and used: `Tensor` of convviz/core/operation.py. */
interface Tensor {
  whole: string
  /** With {0}, {1} for the first indices of a cell; `parts` for some values of the first. */
  part: string
  parts?: Record<string, string>
  /** Whether the last two indices of a cell are its row and column. */
  rows?: true
  role?: "input" | "weight" | "bias" | "output"
  editable?: true
  walked?: true
  around?: true
  /** Of an output: the letter that it has in a text. */
  letter?: string
}

type State = Record<string, Value>

/** A choice of the page: name, label, value, least, most. */
type Choice = [name: string, label: string, value: number, least: number, most: number]

/** Where the stage should be: `id` is another one each time that it is sent there. */
interface View {
  id: number | string
  step: number
  granularity: string
  walk?: string | null
  /** What the address of a page just entered says, if it says nothing yet. */
  entry?: Record<string, string>
  /** Counts the edits that came late: they change the address of a page that was entered. */
  late?: number
  /** What a link says of the numbers; empty where it has no room for them. */
  link?: Record<string, string>
  /** Whether an address of the page that names no numbers stands for these. */
  plain?: boolean
}

interface Told {
  scene: string
  /** One line for those who can't see the picture. */
  label: string
  headline: string
  title?: string
  /** Key of the layout; `svg` is empty where the browser holds it. */
  layout: string
  svg: string
  sizes: { wide: [number, number]; narrow: [number, number]; present: [number, number] }
  /** Side of the smallest tile. */
  cell: number
  tiles: string[]
  tensors: Record<string, Tensor>
  /** What stays from step to step, and what each position changes against the one before. */
  base: State
  frames: State[]
  forms: Term[][]
  /** Phases of a position at which each granularity stops, and what it is called. */
  stops: Record<string, number[]>
  granularity: string
  grains: Record<string, string>
  lang: string
  words: Record<string, string>
  /** Names of the cells that positions take in. */
  cells: string[]
  /** How far from the first cell those of each phase are. */
  patterns: (number | number[])[][]
  /** The first cell of each position and its pattern, and the cell that it writes. */
  reads: [first: number, pattern: number][]
  writes: string[]
  /** How many output channels there are to walk through. */
  outputs: number
  /** What each position is called, where that is not the letter and index of its cell. */
  labels?: string[]
  /** No number of it can be changed. */
  fixed?: boolean
  /** It is part of a course in a folder. */
  folder?: boolean

  view?: View
  /** Where an edit can be asked about without a session, if anywhere. */
  change?: string | null
  /** The document that is shown, whose outbox its edits came from, and the last that was taken. */
  document?: string | null
  outbox?: string
  taken?: number
  refused?: { at: string; message: string } | null
  can?: string[]
  follow?: { root: string; address: string; qr: string; longest: number; light: string[] } | null
  /** Where a file of it is made, and the script that asks for one; tensors: whether it has any. */
  save?: { route: string; script: string; tensors: boolean } | null
  /** Where a step is asked for that is to be predicted, where it can be. */
  asks?: string | null
  /** Where the numbers end that are here, if not all are: a walk, a position, and a phase of it. */
  known?: [walk: string, position: number, upto: number]
  /** The numbers as a link's text, where no address may have room for them. */
  text?: string
  /** Address and title of every lesson that presents. */
  contents?: [page: string, title: string][]
  choices?: {
    examples: [name: string, title: string][]
    example: string
    numbers: Choice[]
    said: string
    heard?: number
  }
  program?: {
    languages: [name: string, title: string][]
    language: string
    [more: string]: unknown
  }
}

/** The component that Streamlit, or a page without it, gives to the player. */
interface Component {
  data: Told
  parentElement: HTMLElement
  setTriggerValue?: (name: string, value: unknown) => void
}

/** The step, as other views of the page are told of it. */
interface Step {
  names: string[]
  output: number[]
  after: number
  upto: number
  reached: (name: string) => boolean
}

declare var convvizStep: Step | undefined
declare var convvizClear: (() => Promise<boolean>) | undefined
declare var convvizScheme: (EventTarget & { matches: boolean; turn(): void }) | undefined
/** The scripts that the page has in itself: Streamlit's loaders take them from here. */
declare var convvizScripts: Record<string, (component: Component) => unknown> | undefined
declare var Plotly: any
