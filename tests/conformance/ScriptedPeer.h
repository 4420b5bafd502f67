//
// ScriptedPeer.h
//
// A peer that does what it is told, right or wrong.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_ScriptedPeer_INCLUDED
#define WSTest_ScriptedPeer_INCLUDED


#include "conformance/suite/Transport.h"
#include "support/Bytes.h"
#include <vector>


namespace WS::Test {


const Bytes END = "(the transport ends)";
	/// At the end of an answer, or all of it.


class ScriptedPeer: public Conformance::Transport
	/// Answers the first write of the suite with the first of the answers, the second with the second.
{
public:
	explicit ScriptedPeer(std::vector<Bytes> answers);

	bool send(std::string_view bytes, Conformance::Deadline deadline) override;
	Arrival receive(std::string& bytes, Conformance::Deadline deadline) override;
	void end() override;
	std::string extensions() const override { return said; }

	const std::vector<Bytes>& written() const { return _written; }
		/// What the suite has sent.

	bool isReading = true;
		/// false: what is sent does not get through.

	std::string said;
		/// Of extensions, in the handshake.

private:
	const std::vector<Bytes> _answers;
	std::vector<Bytes> _written;
	std::string _arrived;
	bool _ended = false;
};


} // namespace WS::Test


#endif // WSTest_ScriptedPeer_INCLUDED
