"""Lesson 07, Which payments should we stop?: what is asked, what is misread, and what to say."""

from __future__ import annotations

from course_lib.exercises import evaluation_judges as judge
from course_lib.exercises.evaluation_page import PAGE as PAGE
from course_lib.exercises.exercise import Exercise
from course_lib.exercises.payments_play import fresh_payments, fresh_plays, lesson_payments, practice_plays

LESSON = "07_evaluation"

EXERCISES = (
    Exercise(
        name="warm_up_07", lesson=LESSON, kind="P", answers=("next_month", "may_use_ticket"), practice=judge.warm_up,
        misconceptions={
            "training score": "A model can learn its rows by heart. 99 % on them says nothing about next month; keep rows back to find out.",
            "leak": "The ticket is written after the theft is known. On the day of the payment the column is empty: that is a leak.",
        },
    ),
    Exercise(
        name="bet_07", lesson=LESSON, kind="P", answers=("thefts_stopped", "how_sure"), practice=judge.bet,
        misconceptions={
            "half": "Closer. It stopped {caught} of {thefts} and let {missed} go: it blocks only when theft is likelier than not.",
            "accuracy as recall": "That reads accuracy as “thefts caught”. It stopped {caught} of {thefts} and let {missed} go. "
            "Saying “honest” is nearly always right, so accuracy hardly notices a theft.",
        },
    ),
    Exercise(
        name="precision_recall", lesson=LESSON, kind="C", points=3, answers=("precision", "recall"), practice=judge.precision_recall,
        misconceptions={
            "percentage": "`{name}` is {value:.3g}, a percentage; a share lies between 0 and 1. Leave out the × 100.",
            "swapped": "These are swapped. Precision divides by those we stopped; recall divides by all thefts.",
            "over all payments": "`{name}` is {value:.3g}: you divided by all payments. The honest people we left alone enter neither.",
            "accuracy": "`{name}` is {value:.3g}, the accuracy: nearly all of it is honest people left alone. They enter neither share.",
        },
        hints=(
            "Say “out of whom?” aloud. Both shares count the same thieves caught, out of different people.",
            "Precision is caught ÷ everyone stopped. Recall is caught ÷ all thefts.",
            "Another shop: 30 caught, 10 missed, 90 honest stopped. Precision is `30 / (30 + 90)`, recall is `30 / (30 + 10)`.",
        ),
    ),
    Exercise(
        name="napkin_07", lesson=LESSON, kind="S", points=4, answers=("blocks_per_miss", "start_blocking_at"), practice=judge.napkin_costs,
        misconceptions={
            "upside down": "{ratio:.2g} is upside down: that is misses per false block. Divide the dear mistake by the cheap one.",
            "amounts, not costs": "{ratio:.3g} compares the amounts. A mistake costs something else: add the £20, take the 15 % and the £12.",
            "fee forgotten": "{ratio:.3g} leaves out the bank's £20 for each theft. A miss costs £140 + £20.",
            "equal mistakes": "0.5 would be right if both mistakes cost the same. A miss costs 7.6 times a false block.",
            "ratio as chance": "{score:.2g} is 1 theft for each 7.6 honest people. The chance counts the theft too: 1 out of 1 + 7.6.",
        },
        hints=(
            "Cost each mistake first, in pounds: one missed theft, one honest person blocked.",
            "Miss ÷ false block gives the honest people who weigh as much as one theft. If that is r, start at 1 ÷ (1 + r).",
            "Another shop: a miss costs £90, a false block £30. One miss weighs `90 / 30` = 3 false blocks; start at `1 / (1 + 3)` = 0.25.",
        ),
    ),
    Exercise(
        name="choose_threshold", lesson=LESSON, kind="D", points=6, answers=("choose_threshold",),
        practice=lambda answers: judge.threshold(answers, practice_plays()),
        graded=lambda answers, seed: judge.threshold(answers, fresh_plays(seed)),
        misconceptions={
            "half": "You start at 0.5 whatever happens. That treats both mistakes as equal; it saves {saved:.0%} of what could be saved, and the rule beats it.",
            "cost ignored": "You gave {low:.2f} at a fixed £{cheap:g} and at £{cost:g}. Dearer false blocks call for a higher threshold.",
            "largest bill": "That is the threshold with the largest bill: the most expensive of all.",
            "best accuracy": "Those are accuracy's favourites: they count mistakes and forget their price, and save {saved:.0%} of what could be saved.",
            "a position": "At a fixed £{at:g} you return {value:g}: a place in the list. Return the threshold that stands there: `THRESHOLDS[...]` at that place.",
            "a bill": "At a fixed £{at:g} you return {value:,.2f}: a bill in £, not a threshold. Find its place in `bills`, then return the threshold at that place.",
        },
        hints=(
            "`bills` and THRESHOLDS stand in the same order: the smallest bill and the threshold you want have the same place.",
            "`bills.index(min(bills))` is the place of the smallest bill. The threshold at that place is what you set.",
            "With `prices = [8, 3, 5]` and `shops = ['x', 'y', 'z']`, the cheapest shop is `shops[prices.index(min(prices))]`, that is 'y'.",
        ),
    ),
    Exercise(
        name="cfo_sentence", lesson=LESSON, kind="T", points=3, answers=("we_will", "because", "unless"), practice=judge.sentence,
        misconceptions={
            "half": "0.5 came with the software and prices nothing: its bill is £34.3k, and the rule's £29.7k.",
            "accuracy again": "`{name}` leans on accuracy, and blocking nobody has 98.5 % of it. Priya pays the bill, not the accuracy.",
            "waiting is free": "Waiting means blocking nobody or the rule, and that has a bill too: £29.7k. Say what you do on Monday.",
            "half the story": "More thefts caught, yes; but as many honest people stopped, 221 against 222. Only the bill puts both on one scale.",
            "no trigger": "“Fraud goes up” moves no threshold: a miss still weighs 7.6 false blocks. Name the number that would move it, and where to.",
        },
        hints=(
            "Which of the sentences could Priya act on without asking you anything?",
            "A decision with a fallback; pounds against pounds; a measurable reason to change it.",
            "Another team: “We will call the 200 riskiest customers weekly, because it kept £9k against £4k for calling at random, unless the calls annoy more than 5 %.”",
        ),
    ),
    Exercise(
        name="queue_by", lesson=LESSON, kind="D", points=4, answers=("queue_by",),
        practice=lambda answers: judge.queue(answers, (lesson_payments(),)),
        graded=lambda answers, seed: judge.queue(answers, fresh_payments(seed)),
        misconceptions={
            "by score": "£{yours:.1f}k recovered. Another order recovers £{best:.1f}k: a likely theft of £5 came before a possible one of £500.",
            "by amount": "£{yours:.1f}k recovered; another order recovers £{best:.1f}k. Big is not the same as suspicious.",
        },
        hints=(
            "What do you lose if this payment is not opened, and how likely is that?",
            "Expected loss = chance × what is lost. A theft costs its amount + £20.",
            "For two parcels with chances 0.5 and 0.1 of breaking and values £10 and £200: `[0.5 * 10, 0.1 * 200]` = [5, 20]. Pad the second.",
        ),
    ),
    Exercise(
        name="vendor_claims", lesson=LESSON, kind="F", points=4, answers=("explains",), practice=judge.vendors,
        misconceptions={
            "recall": "Recall tells how many thefts were caught, not how many honest people were in the way. Which row changed that for vendor {vendor}?",
            "flaw in a fair test": "Vendor {vendor} was tested as we test: same threshold, as many honest people, no column from later. Its precision is no better either.",
            "taken at its word": "Vendor {vendor}'s precision is far above ours. Compare its column with ours, row by row: which row differs?",
            "a row that is the same": "`{row}` is not what flatters vendor {vendor}. A row that is the same as ours explains nothing; look for the one that differs.",
        },
        hints=(
            "Read each vendor's column beside ours. A row that is the same in both explains nothing.",
            "Precision rises when there are few honest people to stop by mistake, when a high threshold stops few, or when a column knows the outcome.",
            "Another table: same threshold, same columns, 300 honest against our 9,000. There are 30 times fewer people to stop by mistake: “honest payments”.",
        ),
    ),
    Exercise(name="memo_07", lesson=LESSON, kind="M", points=12, answers=("memo",), practice=judge.memo),
)  # fmt: skip
