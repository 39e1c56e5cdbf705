"""Evidence: files with what proves them, who held and saw them, and the moment from which nothing may change.

Words: item (one original with its facts), card (kind, stage, what it proves, who made it), origin (how it
came), method (how it was made), stage (before, during, after the works), pair (the same standpoint, before
and after), derivative (a picture made of it), custody (the chain of what happened to an item), locked (固定),
correction (a later item in the place of one that is wrong), mismatch (the file's own EXIF disagrees with
what was recorded), doubt (why an item supports leads only), preservation (先行登记保存), exhibit (物证),
footage (the index of body cameras), clip (the part that was copied in), monitor (an electronic monitoring
device with its reviews).
"""
