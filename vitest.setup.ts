import fc from 'fast-check'

// A failing property is shrunk for a minute at most: what it has by then is small enough to read.
fc.configureGlobal({ interruptAfterTimeLimit: 60_000 })
