//
// CaseGroups.h
//
// The groups that make up the suite. Each appends its cases.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef Conformance_CaseGroups_INCLUDED
#define Conformance_CaseGroups_INCLUDED


#include "conformance/suite/Case.h"


namespace Conformance {


void addFraming(Cases& cases);           // 1
void addPings(Cases& cases);             // 2
void addReservedBits(Cases& cases);      // 3
void addOpcodes(Cases& cases);           // 4
void addFragmentation(Cases& cases);     // 5
void addUTF8(Cases& cases);              // 6
void addCloses(Cases& cases);            // 7
void addLimits(Cases& cases);            // 9
void addAutoFragmentation(Cases& cases);        // 10
void addDeflate(Cases& cases);                  // 12 and 13

void addAgreements(Cases& cases, Peer peer);    // D.1 to D.4
void addBadData(Cases& cases);                  // D.5 and D.6
void addUnusual(Cases& cases);                  // D.7 and D.8


// What many cases share.

Step send(Frames frames, Manner manner = {});

Ending failed(int code);
	/// With that code, without one, or by a drop.

std::string hex(std::string_view digits);
	/// The bytes that these pairs of digits stand for.

std::string id(int group, int section, std::size_t number);
	/// "6.2.1".

std::string ownID(int section, std::size_t number);
	/// "D.2.1".


const char HELLO[] = "Hello, world!";


} // namespace Conformance


#endif // Conformance_CaseGroups_INCLUDED
