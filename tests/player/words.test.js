import assert from "node:assert/strict"
import test from "node:test"
import { speak, t } from "../../convviz/player/src/words.js"

test("a text is said in English until Python has told others", () => {
  assert.equal(t("step {step} of {steps}", { step: 2, steps: 9 }), "step 2 of 9")
  speak({ "step {step} of {steps}": "第{step}步，共{steps}步" })
  assert.equal(t("step {step} of {steps}", { step: 2, steps: 9 }), "第2步，共9步")
  assert.equal(t("keys"), "keys")
  speak({})
})

test("a value that looks like a place for another stays as it is", () => {
  assert.equal(t("“{text}” is no number", { text: "{text}" }), "“{text}” is no number")
})
