"""Diagrams of the constructs that can go wrong when finished tasks are forgotten, by name; each a list of processes."""

CONSTRUCTS: dict[str, list[str]] = {
    "sequence and exclusive choice": [
        """
        top
          begin start
          one user
          which xor
          two user
          three user
          meet xor
          four user
          done end
          begin > one > which
          which > two : kind == "a"
          which > three : default
          two > meet
          three > meet > four > done
        """
    ],
    "calls within calls": [
        """
        top
          begin start
          one user
          down call process=middle
          two user
          done end
          begin > one > down > two > done
        """,
        """
        middle
          begin_m start
          m_one user
          m_down call process=bottom
          m_two user
          done_m end
          begin_m > m_one > m_down > m_two > done_m
        """,
        """
        bottom
          begin_b start
          b_one user
          b_which xor
          b_two user
          done_b end
          begin_b > b_one > b_which
          b_which > b_two : more
          b_which > done_b : default
          b_two > done_b
        """,
    ],
    "loop round a call": [
        """
        top
          begin start
          round_it call process=body
          again xor
          last user
          done end
          begin > round_it > again
          again > round_it : more
          again > last : default
          last > done
        """,
        """
        body
          begin_b start
          fork and
          b_one user
          b_two user
          join and
          b_three user
          done_b end
          begin_b > fork
          fork > b_one > join
          fork > b_two > join > b_three > done_b
        """,
    ],
    "flat loop": [
        """
        top
          begin start
          one user
          two user
          again xor
          which xor
          three user
          done end
          begin > one > two > again
          again > which : more
          again > done : default
          which > one : kind == "a"
          which > three : default
          three > one
        """
    ],
    "parallel branches within parallel branches": [
        """
        top
          begin start
          fork and
          one user
          inner_fork and
          two user
          three user
          inner_join and
          four user
          join and
          five user
          done end
          begin > fork
          fork > one > join
          fork > inner_fork
          inner_fork > two > inner_join
          inner_fork > three > inner_join
          inner_join > four > join
          join > five > done
        """
    ],
    "loop in a branch, then join": [
        """
        top
          begin start
          fork and
          one user
          again xor
          two user
          join and
          three user
          done end
          begin > fork
          fork > one > again
          again > one : more
          again > join : default
          fork > two > join
          join > three > done
        """
    ],
    "many beside a branch": [
        """
        top
          property items answers
          begin start
          fork and
          each_one user each=items as=item gives=answer into=answers
          two user
          three user
          join and
          four user
          done end
          begin > fork
          fork > each_one > join
          fork > two > three > join
          join > four > done
        """
    ],
    "inclusive choice": [
        """
        top
          begin start
          one user
          fork or
          two user
          three user
          four user
          join or
          five user
          done end
          begin > one > fork
          fork > two : more
          fork > three : kind == "a"
          fork > four : default
          two > join
          three > join
          four > join
          join > five > done
        """
    ],
    "two ends": [
        """
        top
          begin start
          fork and
          one user
          two user
          three user
          here end
          there end
          begin > fork
          fork > one > two > here
          fork > three > there
        """
    ],
    "parallel in a call in parallel": [
        """
        top
          begin start
          fork and
          inner call process=body
          one user
          join and
          two user
          done end
          begin > fork
          fork > inner > join
          fork > one > join
          join > two > done
        """,
        """
        body
          begin_b start
          b_fork and
          b_one user
          b_two user
          b_join and
          done_b end
          begin_b > b_fork
          b_fork > b_one > b_join
          b_fork > b_two > b_join > done_b
        """,
    ],
    "many at once": [
        """
        top
          property items answers
          begin start
          first user
          each_one user each=items as=item gives=answer into=answers
          last user
          done end
          begin > first > each_one > last > done
        """
    ],
    "many in turn": [
        """
        top
          property items answers
          begin start
          each_one user each=items as=item gives=answer into=answers in_turn=1
          last user
          done end
          begin > each_one > last > done
        """
    ],
    "many until enough": [
        """
        top
          property items answers others
          begin start
          each_one user each=items as=item gives=answer into=answers until=more
          in_turn user each=items as=thing gives=answer_too into=others in_turn=1 until=more
          last user
          done end
          begin > each_one > in_turn > last > done
        """
    ],
    "many calls": [
        """
        top
          property items answers
          begin start
          each_one call process=body each=items as=item gives=answer into=answers
          last user
          done end
          begin > each_one > last > done
        """,
        """
        body
          in item
          out answer
          begin_b start
          b_one user
          b_two user
          done_b end
          begin_b > b_one > b_two > done_b
        """,
    ],
    "many embedded processes in turn": [
        """
        top
          property items answers
          begin start
          each_one sub each=items as=item gives=answer into=answers in_turn=1
            begin_b start
            b_one user
            b_two user
            done_b end
            begin_b > b_one > b_two > done_b
          last user
          done end
          begin > each_one > last > done
        """
    ],
    "repeated step": [
        """
        top
          begin start
          one user
          repeat user again=more times=4
          two user
          done end
          begin > one > repeat > two > done
        """
    ],
    "many in a call in a loop": [
        """
        top
          begin start
          one user
          refer call process=referral_round
          again xor
          done end
          begin > one > refer > again
          again > one : more
          again > done : default
        """,
        """
        referral_round
          in items due
          out answers
          begin_r start
          reply user each=items as=item gives=answer into=answers
          late boundary on=reply date=due beside=1
          remind service operator=remind
          reminded end
          done_r end
          begin_r > reply > done_r
          late > remind > reminded
        """,
    ],
    "step with two timers and two messages": [
        """
        top
          begin start
          one user
          soon boundary on=one period="P1D" beside=1
          later boundary on=one period="P3D"
          told boundary on=one message=told beside=1
          stopped boundary on=one message=stopped
          note user
          after_told user
          after_later user
          two user
          done end
          begin > one > two > done
          soon > note > done
          later > after_later > done
          told > after_told > done
          stopped > two
        """
    ],
    "cycle": [
        """
        top
          begin start
          one user
          nag boundary on=one cycle="R3/P7D" beside=1
          remind service operator=remind
          reminded user
          nagged end
          two user
          done end
          begin > one > two > done
          nag > remind > reminded > nagged
        """
    ],
    "events on many": [
        """
        top
          property items answers
          begin start
          each_one user each=items as=item gives=answer into=answers
          late boundary on=each_one period="P5D"
          told boundary on=each_one message=told beside=1
          noted user
          over user
          last user
          done end
          begin > each_one > last > done
          late > over > done
          told > noted > done
        """
    ],
    "embedded process with four ways out": [
        """
        top
          begin start
          box sub
            begin_b start
            b_one user
            which xor
            b_two user
            done_b end
            spoilt end error=spoilt
            higher throw escalation=higher
            b_three user
            done_c end
            begin_b > b_one > which
            which > b_two : kind == "a"
            which > spoilt : kind == "b"
            which > higher : default
            b_two > done_b
            higher > b_three > done_c
          told boundary on=box message=told
          late boundary on=box period="P9D"
          broken boundary on=box error=spoilt
          raised boundary on=box escalation=higher beside=1
          after_told user
          after_late user
          mend user
          chief user
          last user
          done end
          begin > box > last > done
          told > after_told > done
          late > after_late > done
          broken > mend > last
          raised > chief > done
        """
    ],
    "call with three ways out": [
        """
        top
          begin start
          zero user
          inner call process=body
          told boundary on=inner message=told
          late boundary on=inner period="P9D" beside=1
          broken boundary on=inner error=spoilt
          after_told user
          after_late user
          mend user
          last user
          done end
          begin > zero > inner > last > done
          told > after_told > last
          late > after_late > done
          broken > mend > last
        """,
        """
        body
          begin_b start
          b_one user
          which xor
          b_two user
          done_b end
          spoilt end error=spoilt
          begin_b > b_one > which
          which > b_two : more
          which > spoilt : default
          b_two > done_b
        """,
    ],
    "event on a step in a call in a call in parallel": [
        """
        top
          begin start
          fork and
          inner call process=middle
          one user
          one_more user
          join and
          two user
          done end
          begin > fork
          fork > inner > join
          fork > one > one_more > join
          join > two > done
        """,
        """
        middle
          begin_m start
          m_down call process=bottom
          m_told boundary on=m_down message=told
          m_after user
          done_m end
          begin_m > m_down > done_m
          m_told > m_after > done_m
        """,
        """
        bottom
          begin_b start
          b_one user
          b_late boundary on=b_one period="P2D"
          b_after user
          b_two user
          done_b end
          begin_b > b_one > b_two > done_b
          b_late > b_after > b_two
        """,
    ],
    "loop round a step with an event": [
        """
        top
          begin start
          one user
          late boundary on=one period="P2D"
          told boundary on=one message=told
          after_late user
          two user
          again xor
          done end
          begin > one > two > again
          late > after_late > two
          told > two
          again > one : more
          again > done : default
        """
    ],
    "whichever comes first": [
        """
        top
          begin start
          fork and
          one user
          ring throw signal=bell
          join and
          either event
          told catch message=told
          soon catch period="P4D"
          rung catch signal=bell
          after_told user
          after_soon user
          after_rung user
          meet xor
          last user
          done end
          begin > fork
          fork > one > ring > join
          fork > either
          either > told > after_told > meet
          either > soon > after_soon > meet
          either > rung > after_rung > meet
          meet > join > last > done
        """
    ],
    "waits within embedded processes": [
        """
        top
          begin start
          outer sub
            begin_o start
            inner sub
              begin_i start
              told catch message=told
              i_one user
              done_i end
              begin_i > told > i_one > done_i
            soon catch period="P2D"
            o_one user
            done_o end
            begin_o > inner > soon > o_one > done_o
          last user
          done end
          begin > outer > last > done
        """
    ],
    "wait beside a branch": [
        """
        top
          begin start
          fork and
          told catch message=told
          one user
          two user
          three user
          four user
          join and
          five user
          done end
          begin > fork
          fork > told > one > join
          fork > two > three > four > join
          join > five > done
        """
    ],
    "wait in a loop": [
        """
        top
          begin start
          one user
          told catch message=told
          two user
          again xor
          done end
          begin > one > told > two > again
          again > one : more
          again > done : default
        """
    ],
    "services and an end to everything": [
        """
        top
          begin start
          fork and
          one user
          ask service operator=count kind=kind
          which xor
          stop end terminate=1
          two user
          three user
          join and
          done end
          begin > fork
          fork > one > ask > which
          which > stop : more
          which > join : default
          fork > two > three > join
          join > done
        """
    ],
    "end to everything in a call": [
        """
        top
          begin start
          inner call process=body
          last user
          done end
          begin > inner > last > done
        """,
        """
        body
          begin_b start
          fork and
          b_one user
          b_two user
          b_three user
          stop end terminate=1
          done_b end
          begin_b > fork
          fork > b_one > stop
          fork > b_two > b_three > done_b
        """,
    ],
}
