"""The verifier that goes with every package, as files to hand out; casebook itself never imports it."""
